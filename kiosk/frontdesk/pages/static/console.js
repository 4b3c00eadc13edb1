// The room console: buttons that act without loading the page anew, and keys for them.
(function () {
  "use strict";

  var live = window.live;
  var note = document.getElementById("note");
  var busy = false;
  var sent = false; // What was typed has reached the server: no need to keep it.
  var kept = null;

  function body(form) {
    var parts = [];
    for (var i = 0; i < form.elements.length; i += 1) {
      var field = form.elements[i];
      var value = field.value;
      if (field.name === "csrf") { value = document.body.getAttribute("data-csrf"); }
      if (field.name) { parts.push(encodeURIComponent(field.name) + "=" + encodeURIComponent(value)); }
    }
    return parts.join("&");
  }

  function setBusy(is) {
    busy = is;
    document.body.setAttribute("data-busy", is);
  }

  function say(text) {
    note.textContent = text;
    note.hidden = !text;
  }

  function failed() {
    setBusy(false);
    say(note.getAttribute("data-failed"));
  }

  function send(form) {
    var request = new XMLHttpRequest();
    setBusy(true);
    request.open("POST", form.action);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.responseType = "document";
    request.timeout = 10000;
    request.onload = function () {
      var page = request.response;
      var told = page && page.getElementById("note");
      setBusy(false);
      say(told ? told.textContent : "");
      sent = true;
      if (request.status >= 500 ? !told : !page || !live.take(page)) { failed(); }
      sent = false;
    };
    request.onerror = failed;
    request.ontimeout = failed;
    request.send(body(form));
  }

  function each(list, act) {
    for (var i = 0; i < list.length; i += 1) { act(list[i]); }
  }

  // What somebody is typing or has opened outlives the view around it.
  live.beforeView(function (view) {
    var active = document.activeElement;
    kept = { focus: active && active.id, open: {}, values: {} };
    if (sent) { return; }
    each(view.querySelectorAll("details[id]"), function (part) { kept.open[part.id] = part.open; });
    each(view.querySelectorAll("[data-touched]"), function (field) {
      kept.values[field.id] = field.value;
    });
  });

  live.afterView(function (view) {
    if (!kept) { return; }
    each(view.querySelectorAll("details[id]"), function (part) { part.open = !!kept.open[part.id]; });
    each(view.querySelectorAll("input[id], select[id]"), function (field) {
      if (kept.values[field.id] === undefined) { return; }
      field.value = kept.values[field.id];
      field.setAttribute("data-touched", "");
    });
    var focus = kept.focus && document.getElementById(kept.focus);
    if (focus && view.contains(focus)) { focus.focus(); }
  });

  document.addEventListener("input", function (event) {
    event.target.setAttribute("data-touched", "");
  });

  document.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!busy) { send(event.target); }
  });

  document.addEventListener("keydown", function (event) {
    var button = /^F\d+$/.test(event.key) && document.querySelector("[data-key=" + event.key + "]");
    if (!button || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    if (!event.repeat && !button.disabled) { button.click(); }
  });

  live.start();
}());
