// The control of layers: one choice for the colour of the cercles, check boxes for what lies over them.
(() => {
  'use strict';

  const {
    changed,
    chip,
    countsLayer,
    data,
    eventsLayer,
    facilityLayer,
    fill,
    icon,
    lines,
    linesLayer,
    make,
    nameLayer,
    overlay,
    overlays,
    pathsLayer,
    show,
    state,
    stroke,
    texts,
    themeNow,
    turned,
    worksLayer
  } = carte;

  function themeControls() {
    const fieldset = make('fieldset', {}, [make('legend', {text: texts.colour_by})]);
    Object.keys(data.groups).forEach((group, at) => {
      const themes = data.themes.filter((theme) => theme.group === group);
      if (!themes.length && !data.said.some((row) => row.group === group)) {
        return;
      }
      const box = make('details', {class: 'group'}, [make('summary', {text: data.groups[group]})]);
      if (at < 1) {
        box.open = true;
      }
      themes.forEach((theme) => {
        const input = make('input', {type: 'radio', name: 'theme', id: `theme-${theme.id}`, value: theme.id});
        input.checked = theme.id === state.theme;
        input.addEventListener('change', () => {
          choose(theme.id);
        });
        box.appendChild(
          make('div', {class: 'choice'}, [input, make('label', {for: `theme-${theme.id}`, text: theme.label})])
        );
      });
      if (group === 'trial' && carte.trial) {
        box.appendChild(carte.trialControls());
      }
      saidOf(group).forEach((node) => {
        box.appendChild(node);
      });
      fieldset.appendChild(box);
    });
    return fieldset;
  }

  // A theme of one colour is no map: what it would show is said.
  function saidOf(group) {
    const rows = data.said.filter((row) => row.group === group);
    if (!rows.length) {
      return [];
    }
    return [
      make(
        'div',
        {class: 'said-themes'},
        [make('p', {class: 'small', text: texts.said})].concat(
          rows.map((row) => make('p', {}, [make('strong', {text: row.label}), make('span', {text: row.text})]))
        )
      )
    ];
  }

  // A control of live weights replaces `of` and `shown` of a theme and calls this.
  /** @type {Carte['choose']} */
  function choose(id) {
    state.theme = id;
    changed('theme');
  }

  function overlayControls() {
    const fieldset = make('fieldset', {}, [make('legend', {text: texts.show})]);
    const groups = {};
    Object.keys(overlays).forEach((id) => {
      const row = overlays[id];
      if (!groups[row.group]) {
        groups[row.group] = make('details', {class: 'group'}, [make('summary', {text: texts[`group.${row.group}`]})]);
        fieldset.appendChild(groups[row.group]);
      }
      if (state.shown[id]) {
        groups[row.group].open = true;
      }
      const input = make('input', {type: 'checkbox', id: `overlay-${id}`});
      input.checked = state.shown[id];
      input.addEventListener('change', () => {
        show(id, input.checked);
      });
      const label = make('label', {for: `overlay-${id}`}, [
        row.icon ? row.icon() : null,
        make('span', {text: row.label})
      ]);
      groups[row.group].appendChild(make('div', {class: 'choice'}, [input, label]));
    });
    return fieldset;
  }

  /** @type {Carte['buildPanel']} */
  function buildPanel() {
    const panel = document.getElementById('layers');
    const views = carte.viewControls();
    if (views) {
      panel.appendChild(views);
    }
    panel.appendChild(themeControls());
    panel.appendChild(overlayControls());
    const button = document.getElementById('open-layers');
    button.addEventListener('click', () => {
      const open = document.body.classList.toggle('layers-open');
      button.setAttribute('aria-expanded', String(open));
      if (open) {
        panel.querySelector('input').focus();
      }
    });
  }

  /** @type {Carte['declareOverlays']} */
  function declareOverlays() {
    overlay('names', 'base', texts.names, () => nameLayer, {on: true});
    overlay('regions', 'base', texts.regions, () => pathsLayer(data.regions, lines.region, 'lines'), {
      on: true,
      icon: () => stroke(lines.region)
    });
    if (data.communes.length) {
      overlay('communes', 'base', texts.communes, () => pathsLayer(data.communes, lines.commune, 'communes'), {
        icon: () => stroke(lines.commune)
      });
    }
    if (data.roads.length) {
      overlay(
        'roads',
        'base',
        texts.roads,
        () => L.layerGroup(data.roads.map((row) => linesLayer(row.g, lines[`road-${row.class}`]))),
        {icon: () => stroke(lines['road-primary'])}
      );
    }
    if (data.rivers.length) {
      overlay('rivers', 'base', texts.rivers, () => linesLayer(data.rivers, lines.river), {
        on: true,
        icon: () => stroke(lines.river)
      });
    }
    if (data.seats.length) {
      overlay('seats', 'base', texts.seats, seatLayer, {icon: () => make('span', {class: 'seat'})});
    }
    Object.keys(data.looks.work_frames).forEach((status) => {
      const rows = data.works.filter((row) => row.status === status && row.x);
      if (!rows.length) {
        return;
      }
      overlay(`works-${status}`, 'works', data.looks.work_frames[status], () => worksLayer(status), {
        icon: () => icon(`w-${rows[0].kind}-${status}`, 20)
      });
    });
    carte.declareSiting();
    data.facility_kinds.forEach((kind) => {
      overlay(`facility-${kind}`, 'facilities', data.looks.facilities[kind].label, () => facilityLayer(kind), {
        icon: () => icon(`f-${kind}`, 18)
      });
    });
    if (data.counts) {
      overlay('counts', 'events', texts.counts, countsLayer);
    }
    Object.keys(data.events).forEach((kind) => {
      overlay(`event-${kind}`, 'events', data.looks.events[kind].label, () => eventsLayer(kind), {
        icon: () => icon(`e-${kind}`, 12)
      });
    });
    data.partner_themes.forEach((theme) => {
      overlay(`partners-${theme.id}`, 'partners', theme.label, () => L.layerGroup(), {
        icon: () => chip(theme, '', false)
      });
    });
    if (data.partner_themes.length) {
      overlay('partners-wide', 'partners', texts.region_mention, () => L.layerGroup(), {
        icon: () => chip({mark: '·', colour: '#555555'}, '', true)
      });
    }
  }

  function seatLayer() {
    return L.layerGroup(
      data.seats.map((row) => {
        const same = data.cercles.some((cercle) => cercle.name === row.name);
        return L.marker(turned(row.x), {
          pane: 'lines',
          interactive: false,
          keyboard: false,
          alt: `${texts.seat} : ${row.name}`,
          icon: L.divIcon({
            className: 'seat-pin',
            html: make('span', {class: `seat rank-${row.rank}${same ? ' same' : ''}`, 'data-name': row.name}),
            iconSize: [0, 0]
          })
        });
      })
    );
  }

  // What on the map follows the plan's year: coverage, works, the ground within reach.
  function followsYear() {
    const theme = themeNow();
    return (
      Boolean(theme && !Array.isArray(theme.of)) ||
      Object.keys(overlays).some(
        (id) => state.shown[id] && (overlays[id].group === 'works' || id.indexOf('ground-') === 0)
      )
    );
  }

  // The clock: the plan's year while something follows it, and the twelve months of the counts while these are shown.
  let ticking = null;

  function slider(id, label, values, now, choose) {
    const out = make('output', {for: id, text: values[now]});
    const input = make('input', {
      type: 'range',
      id: id,
      min: 0,
      max: values.length - 1,
      step: 1,
      value: now,
      'aria-valuetext': values[now]
    });
    input.addEventListener('input', () => {
      out.textContent = values[input.value];
      input.setAttribute('aria-valuetext', values[input.value]);
      choose(Number(input.value));
    });
    return make('div', {class: 'slider'}, [make('label', {for: id, text: label}), input, out]);
  }

  function yearNames() {
    return data.years.map((year) => {
      const before = data.works.length && data.works.every((row) => row.from > year);
      return before ? fill(texts.year_base, {year: year}) : String(year);
    });
  }

  /** @type {Carte['buildClock']} */
  function buildClock() {
    const card = document.getElementById('clock');
    if (ticking) {
      window.clearInterval(ticking);
      ticking = null;
    }
    card.textContent = '';
    if (data.years.length > 1 && followsYear()) {
      const years = slider('year', texts.year, yearNames(), data.years.indexOf(state.year), (k) => {
        state.year = data.years[k];
        changed('year');
      });
      const play = make('button', {
        type: 'button',
        class: 'play',
        'aria-label': texts.play,
        title: texts.play,
        text: '▶'
      });
      play.addEventListener('click', () => {
        run(years.querySelector('input'), play);
      });
      years.insertBefore(play, years.firstChild);
      card.appendChild(years);
    }
    if (state.shown.counts) {
      card.appendChild(
        slider('window', texts.window, data.counts.until, state.window, (k) => {
          state.window = k;
          changed('window');
        })
      );
      if (Object.keys(data.counts.of).length > 1) {
        card.appendChild(classChoice());
      }
    }
    card.hidden = !card.childNodes.length;
  }

  function classChoice() {
    const select = make('select', {id: 'event-class'});
    Object.keys(data.counts.labels).forEach((kind) => {
      const option = make('option', {value: kind, text: data.counts.labels[kind]});
      option.selected = kind === state.eventClass;
      select.appendChild(option);
    });
    select.addEventListener('change', () => {
      state.eventClass = select.value;
      changed('window');
    });
    return make('div', {class: 'slider'}, [make('label', {for: 'event-class', text: texts.event_class}), select]);
  }

  function run(input, button) {
    if (ticking) {
      window.clearInterval(ticking);
      ticking = null;
    } else {
      if (Number(input.value) >= Number(input.max)) {
        input.value = -1;
      }
      ticking = window.setInterval(() => {
        if (Number(input.value) >= Number(input.max)) {
          run(input, button);
          return;
        }
        input.value = Number(input.value) + 1;
        input.dispatchEvent(new Event('input'));
      }, 1100);
    }
    button.textContent = ticking ? '❚❚' : '▶';
    button.setAttribute('aria-label', ticking ? texts.stop : texts.play);
  }

  carte.choose = choose;
  carte.buildPanel = buildPanel;
  carte.declareOverlays = declareOverlays;
  carte.buildClock = buildClock;
})();
