// Other weights tried on the map: score, rank and list follow at once, by the same sums as in the workbook.
var trial = data.trial;
var weights = trial ? trial.groups.map(function (group) { return group.weight; }) : [];

function trialScore(k) {
  var total = 0;
  var points = 0;
  trial.worths[k].forEach(function (worth, g) {
    if (worth === null) { return; }
    total += weights[g];
    points += weights[g] * worth;
  });
  if (!trial.scored[k] || total <= 0) { return null; }
  var unit = Math.pow(10, trial.decimals);
  return Math.round(100 * points / total * unit) / unit;
}

// Positions from the highest score, ties by the published rank; cercles without a score are left out.
function trialOrder(scores) {
  return scores.map(function (score, k) { return k; }).filter(function (k) { return scores[k] !== null; }).sort(function (a, b) {
    return scores[b] - scores[a] || (data.cercles[a].fiche.place || 999) - (data.cercles[b].fiche.place || 999) || a - b;
  });
}

function trialChosen(order) {
  var left = {};
  Object.keys(trial.places).forEach(function (track) { left[track] = trial.places[track]; });
  var chosen = data.cercles.map(function (cercle, k) {
    if (trial.settled[k] !== 1) { return false; }
    left[cercle.track] -= 1;
    return true;
  });
  order.forEach(function (k) {
    var track = data.cercles[k].track;
    if (trial.settled[k] !== 0 || !(left[track] > 0)) { return; }
    chosen[k] = true;
    left[track] -= 1;
  });
  return chosen;
}

function decimal(value) {
  var shown = value.toFixed(1);
  return data.meta.language === 'fr' ? shown.replace('.', ',') : shown;
}

function themeOf(id) { return data.themes.filter(function (theme) { return theme.id === id; })[0]; }

function recompute() {
  var scores = data.cercles.map(function (cercle, k) { return trialScore(k); });
  var order = trialOrder(scores);
  var chosen = trialChosen(order);
  var list = themeOf('trial-list');
  var score = themeOf('trial-score');
  score.of = scores.map(function (value) {
    return value === null ? score.classes.length - 1 : trial.limits.filter(function (limit) { return limit <= value; }).length;
  });
  score.shown = scores.map(function (value) { return value === null ? '–' : decimal(value); });
  list.of = scores.map(function (value, k) {
    var before = data.cercles[k].fiche.selected;
    if (chosen[k]) { return before ? 0 : 1; }
    return before ? 2 : value === null ? list.classes.length - 1 : 3;
  });
  list.shown = scores.map(function (value, k) {
    var words = list.classes[list.of[k]].label;
    return value === null ? words : fill(texts.trial_shown, {words: words, rank: order.indexOf(k) + 1, score: decimal(value)});
  });
}

// What the weights change, by track; said in the panel, and on paper.
function trialResult() {
  var of = themeOf('trial-list').of;
  var lines = [];
  Object.keys(trial.places).forEach(function (track) {
    [[1, '▲ ', texts.trial_in], [2, '▼ ', texts.trial_out]].forEach(function (kind) {
      var names = data.cercles.filter(function (cercle, k) { return cercle.track === track && of[k] === kind[0]; })
        .map(function (cercle) { return cercle.name; });
      if (!names.length) { return; }
      lines.push(make('p', {}, [
        make('strong', {text: kind[1] + fill(kind[2], {track: trial.tracks[track], n: names.length})}),
        make('span', {text: ' ' + names.join(', ')})
      ]));
    });
  });
  return [make('p', {text: lines.length ? texts.trial_changed : texts.trial_same})].concat(lines);
}

function trialShare(g) {
  var total = weights.reduce(function (sum, weight) { return sum + weight; }, 0);
  return fill(texts.trial_share, {share: total > 0 ? Math.round(100 * weights[g] / total) : 0});
}

// A sheet of paper has no panel: say on it that it shows a trial, by which weights, and what they change.
function sayTrial() {
  var holder = document.getElementById('trial-said');
  var on = Boolean(trial) && String(state.theme).indexOf('trial-') === 0;
  document.body.classList.toggle('trial-on', on);
  holder.textContent = '';
  if (!on) { return; }
  var told = trial.groups.map(function (group, g) { return group.label + ' ' + trialShare(g); }).join(', ');
  [make('p', {text: fill(texts.trial_weights, {weights: told})})].concat(trialResult())
    .forEach(function (line) { holder.appendChild(line); });
}

function showTrial() {
  recompute();
  var holder = document.getElementById('trial-result');
  holder.textContent = '';
  trialResult().forEach(function (line) { holder.appendChild(line); });
  trial.groups.forEach(function (group, g) { document.getElementById('share-' + g).textContent = trialShare(g); });
  if (state.theme.indexOf('trial-') !== 0) {
    document.getElementById('theme-trial-list').checked = true;
    state.theme = 'trial-list';
  }
  choose(state.theme);
}

function setWeight(g, value) {
  weights[g] = value;
  document.getElementById('weight-' + g).value = value;
  document.getElementById('slide-' + g).value = value;
}

function weightRow(group, g) {
  var slide = make('input', {type: 'range', id: 'slide-' + g, min: 0, max: 100, step: 1, value: group.weight, 'aria-label': group.label});
  var box = make('input', {type: 'number', id: 'weight-' + g, min: 0, max: 100, step: 1, value: group.weight});
  [slide, box].forEach(function (input) {
    input.addEventListener('input', function () {
      var value = Number(input.value);
      if (input.value === '' || !(value >= 0)) { return; }
      weights[g] = value;
      (input === slide ? box : slide).value = value;
      showTrial();
    });
  });
  return make('div', {class: 'weight'}, [
    make('label', {for: 'weight-' + g, text: group.label}), slide, box, make('span', {class: 'share', id: 'share-' + g, text: trialShare(g)})
  ]);
}

function trialControls() {
  var reset = make('button', {type: 'button', class: 'plain', id: 'trial-reset', text: texts.trial_reset});
  reset.addEventListener('click', function () {
    trial.groups.forEach(function (group, g) { setWeight(g, group.weight); });
    showTrial();
  });
  return make('div', {class: 'trial'}, [
    make('p', {class: 'small', text: texts.trial_how})
  ].concat(trial.groups.map(weightRow), [
    make('div', {id: 'trial-result', 'aria-live': 'polite'}), reset,
    make('p', {class: 'small', text: texts.trial_simple}), trial.note ? make('p', {class: 'small', text: trial.note}) : null
  ]));
}
