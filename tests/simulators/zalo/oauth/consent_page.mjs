// The page on which an administrator of the OA agrees.

export function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title, body) {
  return `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #eef2f7; color: #1c2733; }
  main { max-width: 26rem; margin: 10vh auto; padding: 1.5rem; background: #fff; border-radius: 12px; }
  button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: 8px; background: #0068ff; color: #fff; }
  button.plain { background: #e3e8ef; color: #1c2733; }
</style>
<main>${body}</main>
</html>
`;
}

/// `asked` are the parameters of the request; the buttons send them back with one more.
export function consentPage(oa, asked) {
  const hidden = Object.entries(asked)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join("\n");
  return page(
    "Cấp quyền cho ứng dụng",
    `<h1>Cấp quyền cho ứng dụng</h1>
<p>Ứng dụng <strong>${escape(asked.app_id)}</strong> muốn thay mặt Official Account
<strong>${escape(oa.name)}</strong> gửi tin nhắn, quản lý nhóm và nhận sự kiện.</p>
<form method="get">
${hidden}
<button name="accept" value="1">Đồng ý</button>
<button name="deny" value="1" class="plain">Từ chối</button>
</form>`,
  );
}

export function refusalPage(code, reason) {
  return page("Không thể cấp quyền", `<h1>Không thể cấp quyền</h1><p>Lỗi ${code}: ${escape(reason)}</p>`);
}
