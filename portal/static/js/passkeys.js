// Passkeys: what the portal asks is signed by a device, and the answer goes with the form. Without this file the password stays.
import { release } from "./forms.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

function text(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// What the portal asks, with its bytes as bytes.
function asked(options) {
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) made[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return made;
}

// What the device answers, with its bytes as text.
function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

function watch(part, ask) {
  const form = part.querySelector("form");
  const said = form.querySelector("[data-passkey-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (location.hostname !== part.dataset.passkeyHost) {
      said.textContent = said.dataset.elsewhere;
      release(form);
      return;
    }
    try {
      form.elements.credential.value = answered(await ask());
    } catch (problem) {
      said.textContent = problem.words ?? said.dataset.failed;
      release(form);
      return;
    }
    form.submit();
  });
}

async function askToSignIn(part) {
  const token = part.querySelector("[name=csrf_token]").value;
  const answer = await fetch(part.dataset.passkeyGet, {
    method: "POST", headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
  });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw Object.assign(new Error("refused"), { words: told.said });
  }
  return navigator.credentials.get({ publicKey: asked(await answer.json()) });
}

export function watchPasskeys() {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey-get]")) {
    part.hidden = false;
    watch(part, () => askToSignIn(part));
  }
  for (const part of document.querySelectorAll("[data-passkey-create]")) {
    part.hidden = false;
    watch(part, () => navigator.credentials.create({ publicKey: asked(JSON.parse(part.dataset.passkeyCreate)) }));
  }
}
