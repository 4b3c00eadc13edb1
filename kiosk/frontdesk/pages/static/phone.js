// The ticket on a phone: the title, the vibration and the spoken word when something is new.
(function () {
  "use strict";

  var live = window.live;
  var said = document.getElementById("said");
  var state = null;

  live.afterView(function (view) {
    var ticket = view.querySelector("[data-state]");
    var was = state;
    if (!ticket) { return; }
    state = ticket.getAttribute("data-state");
    document.title = ticket.getAttribute("data-title");
    if (was === null || was === state) { return; }
    said.textContent = ticket.getAttribute("data-say");
    if (navigator.vibrate && /^(turn|moved)/.test(state)) {
      navigator.vibrate([400, 150, 400, 150, 400]);
    }
  });
  live.start();
}());
