// The legend speaks of what is on the map now, and of nothing else.
(() => {
  'use strict';

  const {capital, data, draw, fill, icon, lines, make, ofYear, overlays, state, texts, themeNow} = carte;

  /** @type {Carte['swatch']} */
  function swatch(paint, mark) {
    const svg = draw('svg', {width: 26, height: 16, 'aria-hidden': 'true', class: 'swatch'});
    svg.appendChild(
      draw('rect', {x: 0.5, y: 0.5, width: 25, height: 15, fill: paint, stroke: '#6a6a6a', 'stroke-width': 0.7})
    );
    if (mark) {
      const glyph = draw('text', {
        x: 13,
        y: 12,
        'text-anchor': 'middle',
        'font-size': 11,
        stroke: '#ffffff',
        'stroke-width': 2.5,
        'paint-order': 'stroke',
        fill: '#22303c'
      });
      glyph.textContent = mark;
      svg.appendChild(glyph);
    }
    return svg;
  }

  /** @type {Carte['stroke']} */
  function stroke(look) {
    const svg = draw('svg', {width: 26, height: 12, 'aria-hidden': 'true', class: 'swatch'});
    svg.appendChild(
      draw('line', {
        x1: 0,
        y1: 6,
        x2: 26,
        y2: 6,
        stroke: look.colour,
        'stroke-width': look.width,
        'stroke-dasharray': look.dash || 'none'
      })
    );
    return svg;
  }

  /** @type {Carte['entry']} */
  function entry(picture, label) {
    return make('li', {}, [picture, make('span', {text: capital(label)})]);
  }

  function themeLegend(theme) {
    const used = ofYear(theme.of);
    const last = theme.classes.length - 1;
    const rows = theme.classes.map((look, k) => {
      const count = used.filter((value) => value === k).length;
      if (k === last && !count) {
        return null;
      }
      const row = entry(swatch(look.fill, look.mark), look.label);
      if (!theme.uncounted) {
        row.appendChild(make('span', {class: 'n', text: String(count)}));
      }
      return row;
    });
    const year = Array.isArray(theme.of) ? '' : ` (${state.year})`;
    return [
      make('p', {class: 'over', text: data.groups[theme.group]}),
      make('h2', {text: theme.label + year}),
      make('p', {class: 'about', text: theme.about}),
      Array.isArray(theme.of) && yearShown() ? make('p', {class: 'about', text: texts.not_by_year}) : null,
      make('ul', {class: 'classes'}, rows)
    ].filter(Boolean);
  }

  function yearShown() {
    return Boolean(document.getElementById('year'));
  }

  function outlineLegend() {
    if (state.theme === 'selection') {
      return [];
    }
    const tracks = {stabilise: texts.selected_outline, prevent: texts.prevent_outline};
    return Object.keys(tracks)
      .filter((track) => data.cercles.some((cercle) => cercle.fiche.selected && cercle.track === track))
      .map((track) => entry(stroke(lines[`selected-${track}`]), tracks[track]));
  }

  function overlayLegend() {
    // What is looked at comes first: a view of the placement opens with its ground.
    const groups = Object.keys(groupsOf(overlays)).sort((a, b) => Number(b === 'siting') - Number(a === 'siting'));
    return groups
      .map((group) => {
        let rows = groupsOf(overlays)
          [group].filter((row) => state.shown[row.id] && row.icon)
          .map((row) => entry(row.icon(), row.label));
        if (group === 'works') {
          rows = rows.concat(workLegend());
        }
        if (group === 'siting') {
          rows = carte.sitingLegend();
        }
        if (!rows.length) {
          return null;
        }
        return make('div', {class: 'part'}, [
          make('h3', {text: texts[`group.${group}`]}),
          make('ul', {class: 'marks'}, rows)
        ]);
      })
      .filter(Boolean);
  }

  function groupsOf(rows) {
    const groups = {};
    Object.keys(rows).forEach((id) => {
      const group = rows[id].group;
      groups[group] = groups[group] || [];
      groups[group].push(rows[id]);
    });
    return groups;
  }

  function workLegend() {
    let rows = [];
    if (data.works.some((row) => state.shown[`works-${row.status}`])) {
      rows = rows.concat(
        Object.keys(data.looks.works)
          .filter((kind) => data.works.some((row) => row.kind === kind && row.x && state.shown[`works-${row.status}`]))
          .map((kind) => entry(icon(`w-${kind}-given`, 18), data.looks.works[kind].label))
      );
      rows.push(entry(make('span', {class: 'faded', text: '◐'}), texts.not_opened));
      if (carte.yielded) {
        rows.push(make('li', {class: 'note', text: fill(texts.pins_hidden, {n: carte.yielded})}));
      }
    }
    return rows;
  }

  function countLegend() {
    if (!state.shown.counts || !data.counts) {
      return [];
    }
    const look = lines.counts;
    const rows = data.looks.radii.map((radius, k) => {
      if (!radius) {
        return null;
      }
      const svg = draw('svg', {
        width: 42,
        height: Math.max(12, 2 * radius + 2),
        'aria-hidden': 'true',
        class: 'swatch'
      });
      svg.appendChild(
        draw('circle', {
          cx: 21,
          cy: radius + 1,
          r: radius,
          fill: look.fill,
          'fill-opacity': look.opacity,
          stroke: look.colour
        })
      );
      return entry(svg, data.looks.count_labels[k]);
    });
    return [
      make('h3', {text: `${data.counts.labels[state.eventClass]} – ${texts.counts_legend}`}),
      make('ul', {class: 'sizes'}, rows)
    ];
  }

  /** @type {Carte['refreshLegend']} */
  function refreshLegend() {
    const card = document.getElementById('legend');
    card.textContent = '';
    const theme = themeNow();
    const body = make('div', {class: 'legend-body', id: 'legend-body'});
    const fold = make('button', {
      type: 'button',
      class: 'fold',
      'aria-expanded': 'true',
      'aria-controls': 'legend-body',
      text: texts.legend
    });
    fold.addEventListener('click', () => {
      const closed = card.classList.toggle('closed');
      fold.setAttribute('aria-expanded', String(!closed));
    });
    fold.setAttribute('aria-expanded', String(!card.classList.contains('closed')));
    (theme ? themeLegend(theme) : [])
      .concat([make('ul', {class: 'marks'}, outlineLegend())], countLegend(), overlayLegend())
      .forEach((node) => {
        body.appendChild(node);
      });
    card.appendChild(fold);
    card.appendChild(body);
  }

  carte.swatch = swatch;
  carte.stroke = stroke;
  carte.entry = entry;
  carte.refreshLegend = refreshLegend;
})();
