/* Around the frame of a package: takes what it reports and saves it.
   Nothing it says is trusted; the server checks every word again. */
(function () {
  "use strict";
  var player = document.querySelector("[data-player]");
  if (!player) { return; }
  var frame = player.querySelector("iframe");
  var status = player.querySelector("[role=status]");
  var token = player.querySelector("input[name=csrfmiddlewaretoken]");
  var waiting = null, timer = 0, isSending = false;

  /* The frame itself, or a frame inside it. */
  function isOurs(source) {
    for (var depth = 0; source && depth < 8; depth += 1) {
      if (source === frame.contentWindow) { return true; }
      if (source === source.parent) { return false; }
      source = source.parent;
    }
    return false;
  }
  function say(text, isBad) {
    status.textContent = text;
    status.classList.toggle("bad", Boolean(isBad));
  }
  function send() {
    window.clearTimeout(timer);
    if (!waiting || isSending || !player.dataset.report) { return; }
    var values = waiting;
    waiting = null;
    isSending = true;
    fetch(player.dataset.report, {
      method: "POST", keepalive: true, credentials: "same-origin", redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
      body: JSON.stringify(Object.assign({}, values, { sitting: player.dataset.sitting }))
    }).then(function (response) {
      return response.json().then(function (answer) { say(answer.message, !response.ok); });
    }).catch(function () {
      waiting = waiting || values;
      say(player.dataset.unsaved, true);
      timer = window.setTimeout(send, 5000);
    }).finally(function () {
      isSending = false;
      if (waiting && !timer) { send(); }
    });
    timer = 0;
  }
  window.addEventListener("message", function (event) {
    var message = event.data;
    if (event.origin !== "null" || !isOurs(event.source)) { return; }
    if (!message || message.fener !== "report" || typeof message.values !== "object") { return; }
    waiting = message.values;
    window.clearTimeout(timer);
    timer = message.isFinal ? 0 : window.setTimeout(send, 1500);
    if (message.isFinal) { send(); }
  });
  window.addEventListener("pagehide", send);
}());
