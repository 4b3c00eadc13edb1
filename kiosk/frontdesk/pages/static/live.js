// Keeps #view as the server has it: by server-sent events, or by asking again where those fail.
// Plain ECMAScript 5: televisions and old phones run it too.
(function () {
  "use strict";

  var SILENCE = 40000; // The server says something every 15 s.
  var POLL = 15000;

  var view = document.getElementById("view");
  var lost = document.getElementById("lost");
  var before = [];
  var after = [];
  var ahead = 0; // Milliseconds that the server's clock is ahead of ours.
  var heard = Date.now();
  var asked = 0; // When that last brought a view.
  var hurried = false; // Asked soon after the stream was refused; after that in due time.
  var source = null;
  var over = !view.getAttribute("data-events");

  function setTime(seconds) {
    if (seconds) { ahead = Number(seconds) * 1000 - Date.now(); }
  }

  function setLost(is) { if (lost) { lost.hidden = !is; } }

  function tell(listeners) {
    for (var i = 0; i < listeners.length; i += 1) { listeners[i](view); }
  }

  function show(html) {
    tell(before);
    view.innerHTML = html; // The server has escaped whatever people wrote.
    tell(after);
  }

  // Whether the page could be shown. One that follows something else, or nothing (a login, a ticket
  // that is over), the browser loads; but nobody stands by a television to bring it back.
  function take(page) {
    var fresh = page.getElementById("view");
    if (!fresh) { return false; }
    if (fresh.getAttribute("data-events") === view.getAttribute("data-events")) {
      setTime(page.body.getAttribute("data-now"));
      show(fresh.innerHTML);
      return true;
    }
    if (document.body.className === "board") { return false; }
    over = true;
    location.reload();
    return true;
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.timeout = 10000;
    request.onload = function () {
      if (over) { return; }
      if (request.status < 500 && request.response && take(request.response)) {
        asked = Date.now();
        setLost(false);
      } else {
        setLost(true);
      }
    };
    request.onerror = function () { setLost(true); };
    request.send();
  }

  function stop() {
    if (source) { source.close(); source = null; }
  }

  function alive() {
    heard = Date.now();
    hurried = false;
    setLost(false);
  }

  function connect() {
    stop();
    heard = Date.now();
    source = new EventSource(view.getAttribute("data-events"));
    source.addEventListener("beat", function (event) { setTime(event.data); alive(); });
    source.addEventListener("view", function (event) { alive(); show(event.data); });
    source.addEventListener("away", function () { heard = Date.now(); setLost(true); });
    source.addEventListener("over", function () { over = true; stop(); });
    source.onerror = function () {
      // Refused for good: whoever asks instead has not lost the server.
      var refused = source && source.readyState === 2;
      setLost(!refused || Date.now() - asked > 2 * POLL);
      if (refused && !hurried) {
        hurried = true;
        setTimeout(watch, 1000 + Math.random() * 2000); // Not all in the same instant.
      }
    };
  }

  // A line may die without a word, and a server that has no room for a stream ends it for good.
  function watch() {
    if (over) { stop(); return; }
    var closed = !source || source.readyState === 2;
    if (closed || Date.now() - heard > SILENCE) {
      if (window.EventSource) { connect(); }
      ask();
    }
  }

  window.live = {
    view: view,
    // The server's time in milliseconds since 1970.
    now: function () { return Date.now() + ahead; },
    beforeView: function (listener) { before.push(listener); },
    afterView: function (listener) { after.push(listener); },
    take: take,
    start: function () {
      tell(after);
      if (over) { return; }
      if (window.EventSource) { connect(); }
      setInterval(watch, POLL);
      document.addEventListener("visibilitychange", function () {
        if (!document.hidden) { watch(); }
      });
    }
  };

  setTime(document.body.getAttribute("data-now"));
}());
