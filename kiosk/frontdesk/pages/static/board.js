// The waiting-room board: clock, spoken calls, turning the pages of rooms.
(function () {
  "use strict";

  var FRESH = 60000; // Older calls are shown, but not spoken.
  var LONGEST = 15000; // A voice that has not ended by then never will.
  var TURN = 12000;
  var HOSPITAL_TIME = 7 * 3600 * 1000;

  var live = window.live;
  var quiet = document.body.getAttribute("data-sound") === "off";
  var clock = document.getElementById("clock");
  var soundNote = document.getElementById("sound");
  var known = {};
  var queue = [];
  var speaking = null; // Kept: a browser may forget an utterance that nobody refers to.
  var audio = null;
  var turn = 0;
  var moveTurn = 0; // Of its own: it begins anew with each new room change.
  var newestMove = null;

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function tick() {
    var time = new Date(live.now() + HOSPITAL_TIME);
    var text = two(time.getUTCHours()) + ":" + two(time.getUTCMinutes());
    if (clock.textContent !== text) { clock.textContent = text; }
  }

  function askForSound(is) { soundNote.hidden = !is; }

  function open() {
    var Context = window.AudioContext || window.webkitAudioContext;
    if (!audio && Context) { audio = new Context(); }
    if (!audio) { return; }
    audio.onstatechange = function () { askForSound(audio.state !== "running"); };
    if (audio.state !== "running") { audio.resume(); }
    askForSound(audio.state !== "running");
  }

  function tone(frequency, begins) {
    var oscillator = audio.createOscillator();
    var gain = audio.createGain();
    var at = audio.currentTime + begins;
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    oscillator.connect(gain);
    gain.connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + 1);
  }

  function chime(then) {
    if (!audio || audio.state !== "running") { then(); return; }
    tone(659.25, 0);
    tone(523.25, 0.25);
    setTimeout(then, 700);
  }

  // Another language's voice would make sounds that nobody understands: then the chime is all.
  function voice() {
    var voices = window.speechSynthesis.getVoices();
    for (var i = 0; i < voices.length; i += 1) {
      if (/^vi\b/i.test(voices[i].lang.replace("_", "-"))) { return voices[i]; }
    }
    return voices.length ? null : undefined; // Some browsers list none and speak all the same.
  }

  function say(text, then) {
    var chosen = window.speechSynthesis ? voice() : null;
    if (chosen === null) { then(); return; }
    var done = false;
    var utterance = new SpeechSynthesisUtterance(text);
    var watchdog = setTimeout(function () { window.speechSynthesis.cancel(); end(); }, LONGEST);
    function end() {
      if (done) { return; }
      done = true;
      clearTimeout(watchdog);
      then();
    }
    utterance.lang = "vi-VN";
    if (chosen) { utterance.voice = chosen; }
    utterance.rate = 0.9;
    utterance.onend = end;
    utterance.onerror = function (event) {
      if (event.error === "not-allowed") { askForSound(true); }
      end();
    };
    speaking = utterance;
    window.speechSynthesis.speak(utterance);
  }

  function next() {
    var call;
    if (speaking || !queue.length) { return; }
    call = queue.shift();
    speaking = call;
    chime(function () {
      say(call.text, function () {
        speaking = null;
        next();
      });
    });
  }

  function announce(view) {
    var calls = view.querySelectorAll("[data-call]");
    var still = {};
    var i, id;
    for (i = calls.length - 1; i >= 0; i -= 1) { // The oldest first.
      id = calls[i].getAttribute("data-call");
      still[id] = true;
      if (!known[id] && live.now() - Number(calls[i].getAttribute("data-at")) * 1000 < FRESH) {
        calls[i].className += " fresh";
        if (!quiet) { queue.push({ text: calls[i].getAttribute("data-say") }); }
      }
    }
    known = still;
    next();
  }

  function showOne(pages, at) {
    for (var i = 0; i < pages.length; i += 1) { pages[i].hidden = i !== Math.max(at, 0) % pages.length; }
  }

  function turnPage(view) {
    showOne(view.querySelectorAll(".rooms"), turn);
    showOne(view.querySelectorAll(".moves ul"), moveTurn);
  }

  // A room change is shown as soon as it is there, whichever page had its turn, and for a whole
  // turn at least: the one that is under way does not count.
  function showNewest(view) {
    var first = view.querySelector(".moves li");
    var newest = first && first.textContent;
    if (newest && newest !== newestMove) { moveTurn = -1; }
    newestMove = newest;
  }

  live.afterView(showNewest);
  live.afterView(turnPage);
  live.afterView(announce);
  if (!quiet) {
    open();
    document.addEventListener("click", open);
    document.addEventListener("keydown", open);
  }
  live.start();
  tick();
  setInterval(tick, 1000);
  setInterval(function () { turn += 1; moveTurn += 1; turnPage(live.view); }, TURN);
}());
