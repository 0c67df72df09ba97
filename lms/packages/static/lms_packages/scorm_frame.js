/* In the window of a package's page: the API of SCORM 1.2 that the page looks for.
   It answers from the state it was given and tells the page around the frame. */
(function () {
  "use strict";
  if (window.API || !window.Scorm12API) { return; }
  var PREFIX = "fener:";
  var api = new window.Scorm12API({ autocommit: false, logLevel: 5 });
  var state = window.fenerState || {};
  /* A package of several pages takes its state along in the name of the window. */
  if (window.name.indexOf(PREFIX) === 0) {
    try { state = JSON.parse(window.name.slice(PREFIX.length)); } catch (error) { /* ours no more */ }
  }
  try { api.loadFromFlattenedJSON(state, ""); } catch (error) { /* begin anew */ }
  window.API = api;

  /* Scores and times that the standard does not know are not passed on. */
  function scoreOf(raw) { return raw !== "" && raw >= 0 && raw <= 100 ? String(raw) : ""; }
  var TIME = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  var sessionTime = "";
  function now() {
    var core = api.cmi.core;
    return {
      lesson_status: core.lesson_status || "not attempted",
      score: scoreOf(core.score.raw),
      lesson_location: core.lesson_location || "",
      suspend_data: api.cmi.suspend_data || "",
      session_time: sessionTime
    };
  }
  function tell(isFinal) {
    var values = now();
    window.name = PREFIX + JSON.stringify(Object.assign({}, state, {
      "cmi.core.lesson_status": values.lesson_status,
      "cmi.core.score.raw": values.score,
      "cmi.core.lesson_location": values.lesson_location,
      "cmi.suspend_data": values.suspend_data
    }));
    window.top.postMessage({ fener: "report", values: values, isFinal: isFinal }, "*");
  }
  api.on("LMSSetValue", function (element, value) {
    if (element === "cmi.core.session_time" && TIME.test(value)) { sessionTime = String(value); }
    tell(false);
  });
  api.on("LMSCommit", function () { tell(true); });
  api.on("LMSFinish", function () { tell(true); });
}());
