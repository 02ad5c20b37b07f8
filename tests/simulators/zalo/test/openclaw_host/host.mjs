// The few functions of its host that the client and the webhook reader of @openclaw/zalo call, written here anew. What
// the package does with Zalo (addresses, methods, bodies, how answers and events are read) is all its own.

export const DEFAULT_ACCOUNT_ID = "default";
export const normalizeAccountId = (id) => id ?? DEFAULT_ACCOUNT_ID;
export const resolveTimerTimeoutMs = (wanted, otherwise) => wanted ?? otherwise;
export const formatErrorMessage = (error) => String(error?.message ?? error);
export const truncateUtf16Safe = (text, length) => text.slice(0, length);
export const normalizeNullableString = (text) => (typeof text === "string" && text.trim() ? text.trim() : null);
export const normalizeOptionalString = (text) => normalizeNullableString(text) ?? undefined;
export const stripChannelTargetPrefix = (target) => target.replace(/^(zalo|zl):/, "");
export const stripTargetKindPrefix = (target) => target.replace(/^(user|group|channel):/, "").trim();
export const createMessageReceiptFromOutboundResults = ({ results, kind }) => ({ results, kind });
export const resolvePinnedHostnameWithPolicy = async (hostname) => ({ hostname });

export async function assertOkOrThrowProviderError(response, label) {
  if (!response.ok) throw new Error(`${label}: HTTP ${response.status}`);
}

export async function readProviderJsonResponse(response, label) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${label}: not JSON`);
  }
}

export const DEFAULT_INGRESS_ADOPTION_STALL_MS = 60_000;
export const DEFAULT_INGRESS_RETRY_MAX_ATTEMPTS = 1;
export const bindIngressLifecycleToReplyOptions = (lifecycle) => ({ turnAdoptionLifecycle: lifecycle });
export const createChannelIngressError = (name) =>
  class extends Error {
    constructor(message, options) {
      super(message, options);
      this.name = name;
    }
  };

/// Hands each event on at once, where the host would keep it in a durable queue.
export function createChannelIngressMonitor({ inspect, deliver, payload }) {
  return {
    start() {},
    async stop() {},
    async admit(rawEvent) {
      const { eventId } = inspect(rawEvent);
      await deliver(rawEvent, {}, { id: eventId, payload: { version: payload.version, rawEvent } });
    },
  };
}

/// What only setting up and running a channel needs; it is called while the modules load, and never again.
const unused = new Proxy(function unused() {}, {
  apply: () => unused,
  get: (target, key) => (key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : unused),
});

export const buildSecretInputSchema = unused;
export const createAccountListHelpers = unused;
export const createChannelDmPolicy = unused;
export const createDelegatedSetupWizardProxy = unused;
export const createPatchedAccountSetupAdapter = unused;
export const createPluginRuntimeStore = unused;
export const createSetupInputPresenceValidator = unused;
export const createSetupTranslator = unused;
export const defineChannelSetupContract = unused;
export const formatDocsLink = unused;
export const makeProxyFetch = unused;
export const mergeAllowFromEntries = unused;
export const normalizeSecretInputString = unused;
export const patchScopedAccountConfig = unused;
export const patchTopLevelChannelConfigSection = unused;
export const resolveAccountEntry = unused;
export const resolveSecretInputString = unused;
export const runDetachedWebhookWork = unused;
export const setSetupChannelEnabled = unused;
export const tryReadSecretFileSync = unused;
