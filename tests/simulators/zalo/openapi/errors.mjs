// The error codes of the OA OpenAPI. They come with HTTP 200, in an envelope without `data`.

const texts = {
  [-32]: "Your application or Official Account has reached the limit of API calls",
  [-100]: "attachment_id is expired",
  [-200]: "Send message failed",
  [-201]: "Params is invalid",
  [-204]: "Official Account is disabled",
  [-205]: "Official Account does not exist",
  [-209]: "This API is not supported because the application is not activated",
  [-210]: "Parameter exceeds the allowable limit",
  [-211]: "Out of quota",
  [-212]: "Official Account has not registered this API",
  [-213]: "User has not followed the Official Account",
  [-214]: "Article is being processed",
  [-216]: "Access token is invalid",
  [-217]: "User has blocked invitations from the Official Account",
  [-218]: "User has reached the quota of received messages",
  [-219]: "Application has been removed or disabled",
  [-220]: "Access token is expired or removed",
  [-221]: "Official Account must be verified",
  [-223]: "Official Account has not authorised this API",
  [-224]: "Official Account must upgrade its package to use this feature",
  [-227]: "User is banned or has been inactive for more than 45 days",
  [-230]: "User has not interacted with the OA in the past 7 days",
  [-232]: "User has no interaction with the OA or the interaction has expired",
  [-233]: "Message type is invalid or not supported",
  [-234]: "This type of message must not be sent between 22:00 and 06:00",
  [-235]: "API does not support this type of Official Account",
  [-237]: "Group is disabled because its asset has expired",
  [-238]: "asset_id is used or disabled",
  [-240]: "Message API V2 has been shut down, please use Message API V3",
  [-241]: "asset_id is already used",
  [-242]: "appsecret_proof is invalid",
  [-244]: "User has restricted this type of message from the Official Account",
  [-248]: "Message violates the platform standards",
  [-249]: "Template cannot be sent by user id",
  [-320]: "Application is not linked to a Zalo Cloud Account",
  [-321]: "Zalo Cloud Account is out of money",
  [-403]: "Official Account is not in the group",
  216: "Access token is invalid",
  401: "Access token is invalid",
  [-401]: "Access token is invalid",
};

export class ApiError extends Error {
  constructor(code, message) {
    super(message ?? texts[code] ?? "Unknown error");
    this.code = code;
  }
}

/// -201 names the field.
export const invalid = (field) => new ApiError(-201, `${field} is invalid`);
export const tooMuch = (field) => new ApiError(-210, `${field} exceeds the allowable limit`);
export const errorText = (code) => texts[code] ?? "Unknown error";
