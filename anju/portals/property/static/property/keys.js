/* Hardware keys (WebAuthn). <form data-key="enter" data-options="…">: the key is asked as soon as the page is there and
   shows its number; <form data-key="enrol" data-options="…">: it is asked when the form is sent. */
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/* What the key said, as text that can be sent. */
function told(credential) {
  const response = {};
  for (const part of PARTS) if (credential.response[part]) response[part] = toText(credential.response[part]);
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response });
}

function askedOf(form) {
  const options = JSON.parse(form.dataset.options);
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  return options;
}

let asking = null;

async function ask(form) {
  const status = form.querySelector("[data-key-status]");
  const say = (name) => { status.textContent = status.dataset[name]; };
  if (!window.PublicKeyCredential) return say("missing");
  asking?.abort();
  const { signal } = (asking = new AbortController());
  say("waiting");
  try {
    const enrols = form.dataset.key === "enrol";
    const publicKey = askedOf(form);
    const credential = await (enrols
      ? navigator.credentials.create({ publicKey, signal })
      : navigator.credentials.get({ publicKey, signal }));
    form.elements.answer.value = told(credential);
    const number = form.querySelector("[data-key-number]");
    if (number) number.value = new TextDecoder().decode(credential.response.userHandle);
    say("read");
  } catch {
    if (signal.aborted) return; // it is being asked again
    form.elements.answer.value = "";
    say("failed");
  }
}

/* A form that is sent before the key has answered asks it first. */
function asksFirst(form) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    await ask(form);
    if (form.elements.answer.value) form.submit();
  });
}

document.querySelectorAll("form[data-key]").forEach((form) => {
  asksFirst(form);
  form.querySelectorAll("[data-key-reads]").forEach((button) => button.addEventListener("click", () => ask(form)));
  if (form.dataset.key === "enter" && window.PublicKeyCredential) {
    ask(form).then(() => form.elements.answer.value && form.elements.password.focus());
  }
});
