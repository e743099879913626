// Other weights tried on the map: score, rank and list follow at once, by the same sums as in the workbook.
(() => {
  'use strict';

  const {choose, data, fill, make, state, texts} = carte;

  const trial = data.trial;
  const weights = trial ? trial.groups.map((group) => group.weight) : [];

  function trialScore(k) {
    let total = 0;
    let points = 0;
    trial.worths[k].forEach((worth, g) => {
      if (worth === null) {
        return;
      }
      total += weights[g];
      points += weights[g] * worth;
    });
    if (!trial.scored[k] || total <= 0) {
      return null;
    }
    const unit = 10 ** trial.decimals;
    return Math.round(((100 * points) / total) * unit) / unit;
  }

  // Positions from the highest score, ties by the published rank; cercles without a score are left out.
  function trialOrder(scores) {
    return scores
      .map((_score, k) => k)
      .filter((k) => scores[k] !== null)
      .sort(
        (a, b) =>
          scores[b] - scores[a] || (data.cercles[a].fiche.place || 999) - (data.cercles[b].fiche.place || 999) || a - b
      );
  }

  function trialChosen(order) {
    const left = {};
    Object.keys(trial.places).forEach((track) => {
      left[track] = trial.places[track];
    });
    const chosen = data.cercles.map((cercle, k) => {
      if (trial.settled[k] !== 1) {
        return false;
      }
      left[cercle.track] -= 1;
      return true;
    });
    order.forEach((k) => {
      const track = data.cercles[k].track;
      if (trial.settled[k] !== 0 || !(left[track] > 0)) {
        return;
      }
      chosen[k] = true;
      left[track] -= 1;
    });
    return chosen;
  }

  function decimal(value) {
    const shown = value.toFixed(1);
    return data.meta.language === 'fr' ? shown.replace('.', ',') : shown;
  }

  function themeOf(id) {
    return data.themes.filter((theme) => theme.id === id)[0];
  }

  function recompute() {
    const scores = data.cercles.map((_cercle, k) => trialScore(k));
    const order = trialOrder(scores);
    const chosen = trialChosen(order);
    const list = themeOf('trial-list');
    const score = themeOf('trial-score');
    score.of = scores.map((value) =>
      value === null ? score.classes.length - 1 : trial.limits.filter((limit) => limit <= value).length
    );
    score.shown = scores.map((value) => (value === null ? '–' : decimal(value)));
    list.of = scores.map((value, k) => {
      const before = data.cercles[k].fiche.selected;
      if (chosen[k]) {
        return before ? 0 : 1;
      }
      return before ? 2 : value === null ? list.classes.length - 1 : 3;
    });
    list.shown = scores.map((value, k) => {
      const words = list.classes[list.of[k]].label;
      return value === null
        ? words
        : fill(texts.trial_shown, {words: words, rank: order.indexOf(k) + 1, score: decimal(value)});
    });
  }

  // What the weights change, by track; said in the panel, and on paper.
  function trialResult() {
    const of = themeOf('trial-list').of;
    const lines = [];
    Object.keys(trial.places).forEach((track) => {
      [
        {value: 1, sign: '▲ ', words: texts.trial_in},
        {value: 2, sign: '▼ ', words: texts.trial_out}
      ].forEach((kind) => {
        const names = data.cercles
          .filter((cercle, k) => cercle.track === track && of[k] === kind.value)
          .map((cercle) => cercle.name);
        if (!names.length) {
          return;
        }
        lines.push(
          make('p', {}, [
            make('strong', {text: kind.sign + fill(kind.words, {track: trial.tracks[track], n: names.length})}),
            make('span', {text: ` ${names.join(', ')}`})
          ])
        );
      });
    });
    return [make('p', {text: lines.length ? texts.trial_changed : texts.trial_same})].concat(lines);
  }

  function trialShare(g) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return fill(texts.trial_share, {share: total > 0 ? Math.round((100 * weights[g]) / total) : 0});
  }

  // A sheet of paper has no panel: say on it that it shows a trial, by which weights, and what they change.
  /** @type {Carte['sayTrial']} */
  function sayTrial() {
    const holder = document.getElementById('trial-said');
    const on = Boolean(trial) && String(state.theme).indexOf('trial-') === 0;
    document.body.classList.toggle('trial-on', on);
    holder.textContent = '';
    if (!on) {
      return;
    }
    const told = trial.groups.map((group, g) => `${group.label} ${trialShare(g)}`).join(', ');
    [make('p', {text: fill(texts.trial_weights, {weights: told})})].concat(trialResult()).forEach((line) => {
      holder.appendChild(line);
    });
  }

  function showTrial() {
    recompute();
    const holder = document.getElementById('trial-result');
    holder.textContent = '';
    trialResult().forEach((line) => {
      holder.appendChild(line);
    });
    trial.groups.forEach((_group, g) => {
      document.getElementById(`share-${g}`).textContent = trialShare(g);
    });
    if (state.theme.indexOf('trial-') !== 0) {
      /** @type {HTMLInputElement} */ (document.getElementById('theme-trial-list')).checked = true;
      state.theme = 'trial-list';
    }
    choose(state.theme);
  }

  function setWeight(g, value) {
    weights[g] = value;
    /** @type {HTMLInputElement} */ (document.getElementById(`weight-${g}`)).value = value;
    /** @type {HTMLInputElement} */ (document.getElementById(`slide-${g}`)).value = value;
  }

  function weightRow(group, g) {
    const slide = make('input', {
      type: 'range',
      id: `slide-${g}`,
      min: 0,
      max: 100,
      step: 1,
      value: group.weight,
      'aria-label': group.label
    });
    const box = make('input', {type: 'number', id: `weight-${g}`, min: 0, max: 100, step: 1, value: group.weight});
    [slide, box].forEach((input) => {
      input.addEventListener('input', () => {
        const value = Number(input.value);
        if (input.value === '' || !(value >= 0)) {
          return;
        }
        weights[g] = value;
        (input === slide ? box : slide).value = String(value);
        showTrial();
      });
    });
    return make('div', {class: 'weight'}, [
      make('label', {for: `weight-${g}`, text: group.label}),
      slide,
      box,
      make('span', {class: 'share', id: `share-${g}`, text: trialShare(g)})
    ]);
  }

  /** @type {Carte['trialControls']} */
  function trialControls() {
    const reset = make('button', {type: 'button', class: 'plain', id: 'trial-reset', text: texts.trial_reset});
    reset.addEventListener('click', () => {
      trial.groups.forEach((group, g) => {
        setWeight(g, group.weight);
      });
      showTrial();
    });
    return make(
      'div',
      {class: 'trial'},
      [make('p', {class: 'small', text: texts.trial_how})].concat(trial.groups.map(weightRow), [
        make('div', {id: 'trial-result', 'aria-live': 'polite'}),
        reset,
        make('p', {class: 'small', text: texts.trial_simple}),
        trial.note ? make('p', {class: 'small', text: trial.note}) : null
      ])
    );
  }

  carte.trial = trial;
  carte.sayTrial = sayTrial;
  carte.trialControls = trialControls;
})();
