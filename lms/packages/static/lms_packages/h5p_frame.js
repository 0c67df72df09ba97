/* In the frame of an H5P package: starts the player and tells the page around it. */
(function () {
  "use strict";
  var box = document.getElementById("h5p");
  var told = { lesson_status: "incomplete", score: "" };
  var began = Date.now();

  function two(number) { return (number < 10 ? "0" : "") + number; }
  function since() {
    var seconds = Math.min(Math.round((Date.now() - began) / 1000), 86399);
    return two(Math.floor(seconds / 3600)) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
  }
  function tell(isFinal) {
    window.top.postMessage({
      fener: "report", isFinal: isFinal,
      values: { lesson_status: told.lesson_status, score: told.score, session_time: since() }
    }, "*");
  }
  function listen(event) {
    var statement = event.data.statement || {};
    var verb = String((statement.verb || {}).id || "").split("/").pop();
    var result = statement.result || {};
    /* A part of a larger content names its parent; only the whole counts. */
    var context = (statement.context || {}).contextActivities || {};
    if (context.parent && context.parent.length) { return; }
    if (["completed", "passed", "failed", "answered"].indexOf(verb) < 0) { return; }
    told.lesson_status = verb === "answered" ? "completed" : verb;
    if (result.score && typeof result.score.scaled === "number") {
      told.score = String(Math.round(Math.min(Math.max(result.score.scaled, 0), 1) * 10000) / 100);
    }
    tell(true);
  }
  new window.H5PStandalone.H5P(box, {
    h5pJsonPath: box.dataset.folder, frameJs: box.dataset.player + "frame.bundle.js",
    frameCss: box.dataset.player + "styles/h5p.css", embedType: "div", icon: false
  }).then(function () {
    window.H5P.externalDispatcher.on("xAPI", listen);
    tell(false);
  });
}());
