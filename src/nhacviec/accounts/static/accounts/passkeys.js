// Passkeys: asks the browser for one and puts its answer into the form. Without it the other ways in work.
(function () {
  "use strict";
  var b64 = function (buffer) {
    return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  var bytes = function (text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), function (c) { return c.charCodeAt(0); });
  };
  var ids = function (list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  };
  // The server speaks base64url, the browser bytes.
  var understood = function (options) {
    var key = Object.assign({}, options.publicKey);
    key.challenge = bytes(key.challenge);
    if (key.user) key.user = Object.assign({}, key.user, { id: bytes(key.user.id) });
    if (key.excludeCredentials) key.excludeCredentials = ids(key.excludeCredentials);
    if (key.allowCredentials) key.allowCredentials = ids(key.allowCredentials);
    return { publicKey: key };
  };
  var told = function (credential) {
    var answer = credential.response;
    var response = { clientDataJSON: b64(answer.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (answer[name]) response[name] = b64(answer[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: b64(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: response,
    });
  };
  var asked = function (form) {
    if (!form.dataset.options) {
      return Promise.resolve(JSON.parse(document.getElementById("passkey-options").textContent));
    }
    return fetch(form.dataset.options, { headers: { Accept: "application/json" } }).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }).then(function (data) { return data.request_options; });
  };
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    var error = form.querySelector("[data-passkey-error]");
    form.addEventListener("submit", function (event) {
      var field = form.querySelector("[name=credential]");
      if (field.value) return;
      event.preventDefault();
      error.hidden = true;
      asked(form).then(function (options) {
        var make = form.dataset.passkey === "create";
        return navigator.credentials[make ? "create" : "get"](understood(options));
      }).then(function (credential) {
        field.value = told(credential);
        form.submit();
      }).catch(function () { error.hidden = false; });
    });
  });
})();
