// Access and placement: ground within reach, catchments, sites of other good plans, and the panel that sums up.
(() => {
  'use strict';

  const {
    areas,
    bar,
    choose,
    closeFiche,
    data,
    draw,
    entry,
    fill,
    found,
    indexOf,
    lines,
    make,
    map,
    openFiche,
    overlay,
    overlays,
    section,
    show,
    state,
    stroke,
    svgOf,
    swatch,
    texts,
    turned
  } = carte;

  const placed = data.placement;

  function groundYear(row) {
    const years = Object.keys(row.people)
      .map(Number)
      .sort((a, b) => a - b);
    const past = years.filter((year) => year <= state.year);
    return past.length ? past[past.length - 1] : years[0];
  }

  // A part is within reach before the plan, gained by it, or lost since; or not within reach that year.
  function groundKind(row, part) {
    const before = part.years.indexOf(row.first) >= 0;
    const now = part.years.indexOf(groundYear(row)) >= 0;
    if (before) {
      return now ? 'before' : 'lost';
    }
    return now ? 'gained' : null;
  }

  function groundLayer(row) {
    /** @type {Following} */
    const group = L.layerGroup();
    const parts = row.parts.map((part) => ({
      part: part,
      layer: L.polygon(areas(part.g), {
        pane: 'ground',
        renderer: svgOf.ground,
        interactive: false,
        weight: 1,
        fillOpacity: 1
      })
    }));
    group.refresh = () => {
      parts.forEach((entry) => {
        const kind = groundKind(row, entry.part);
        if (!kind) {
          group.removeLayer(entry.layer);
          return;
        }
        entry.layer.setStyle({fillColor: data.looks.ground[kind].fill, color: data.looks.ground[kind].colour});
        group.addLayer(entry.layer);
      });
    };
    group.on('add', group.refresh);
    return group;
  }

  function catchmentLayer(row) {
    const look = lines.catchment;
    return L.layerGroup(
      row.rows.map((area) => {
        const layer = L.polygon(areas(area.g), {
          pane: 'catchments',
          renderer: svgOf.catchments,
          color: look.colour,
          weight: look.width,
          dashArray: look.dash,
          fillOpacity: 0
        });
        return layer.bindTooltip(
          make('div', {}, [
            make('strong', {text: area.name}),
            make('span', {text: fill(texts.catchment_people, area)})
          ]),
          {sticky: true, className: 'tip', opacity: 1}
        );
      })
    );
  }

  function ring(size, colour) {
    const svg = draw('svg', {
      width: size,
      height: size,
      viewBox: '0 0 14 14',
      'aria-hidden': 'true',
      focusable: 'false'
    });
    svg.appendChild(
      draw('circle', {
        cx: 7,
        cy: 7,
        r: 5,
        fill: '#ffffff',
        'fill-opacity': 0.55,
        stroke: colour,
        'stroke-width': 2,
        'stroke-dasharray': '2.2 1.8'
      })
    );
    return svg;
  }

  function otherLayer() {
    const look = data.looks.alternative;
    return L.layerGroup(
      data.other_sites.map((row) => {
        const told = [row.label + (row.place ? ` – ${row.place}` : ''), `${texts.placement_year} : ${row.year}`].concat(
          row.told
        );
        const marker = L.marker(turned(row.x), {
          pane: 'sites',
          keyboard: false,
          alt: told.join(', '),
          icon: L.divIcon({
            className: 'other',
            html: ring(look.size, data.looks.service_colours[row.service] || look.colour),
            iconSize: [look.size, look.size],
            iconAnchor: [look.size / 2, look.size / 2]
          })
        });
        marker.on('click', () => {
          openFiche(indexOf(row.pcode));
        });
        return marker.bindTooltip(
          make(
            'div',
            {},
            told.map((line, k) => make(k ? 'span' : 'strong', {text: line}))
          ),
          {className: 'tip', opacity: 1}
        );
      })
    );
  }

  /** @type {Carte['declareSiting']} */
  function declareSiting() {
    data.ground.forEach((row) => {
      overlay(
        `ground-${row.service}`,
        'siting',
        fill(texts.ground, {service: row.label, minutes: row.minutes}),
        () => groundLayer(row),
        {icon: () => swatch(data.looks.ground.gained.fill)}
      );
    });
    data.catchments.forEach((row) => {
      overlay(
        `catchments-${row.service}`,
        'siting',
        fill(texts.catchments, {service: row.label}),
        () => catchmentLayer(row),
        {icon: () => stroke(lines.catchment)}
      );
    });
    if (data.other_sites.length) {
      overlay('others', 'siting', texts.alternatives, otherLayer, {
        icon: () => ring(16, data.looks.alternative.colour)
      });
    }
  }

  // What the legend says of ground, by what is drawn of it in the year shown.
  function groundLegend(row) {
    const kinds = row.parts.map((part) => groundKind(row, part));
    const words = {
      before: fill(texts.ground_before, {year: row.first}),
      gained: fill(texts.ground_gained, {year: groundYear(row)}),
      lost: fill(texts.ground_lost, {year: row.first})
    };
    return [
      make('li', {class: 'of'}, [make('span', {text: fill(texts.ground, {service: row.label, minutes: row.minutes})})])
    ].concat(
      ['before', 'gained', 'lost']
        .filter((kind) => kinds.indexOf(kind) >= 0)
        .map((kind) => entry(swatch(data.looks.ground[kind].fill), words[kind]))
    );
  }

  /** @type {Carte['sitingLegend']} */
  function sitingLegend() {
    let rows = [];
    data.ground.forEach((row) => {
      if (state.shown[`ground-${row.service}`]) {
        rows = rows.concat(groundLegend(row));
      }
    });
    if (data.catchments.some((row) => state.shown[`catchments-${row.service}`])) {
      rows.push(entry(stroke(lines.catchment), texts.catchment));
    }
    if (state.shown.others) {
      rows.push(entry(ring(16, data.looks.alternative.colour), texts.alternatives));
    }
    return rows;
  }

  // Two views: the list, and where to build. A view sets what is shown; the controls stay free.
  function setOverlay(id, on) {
    const box = /** @type {HTMLInputElement} */ (document.getElementById(`overlay-${id}`));
    if (!box) {
      return;
    }
    box.checked = on;
    if (on) {
      box.closest('details').open = true;
    }
    if (state.shown[id] !== on) {
      show(id, on);
    }
  }

  function setTheme(id) {
    const input = /** @type {HTMLInputElement} */ (document.getElementById(`theme-${id}`));
    if (!input) {
      return;
    }
    input.checked = true;
    input.closest('details').open = true;
    choose(id);
  }

  function sitingOf(service) {
    state.service = service;
    setTheme(`coverage-${service}`);
    data.ground.forEach((row) => {
      setOverlay(`ground-${row.service}`, row.service === service);
    });
    data.catchments.forEach((row) => {
      const some = data.catchments.some((other) => state.shown[`catchments-${other.service}`]);
      if (some) {
        setOverlay(`catchments-${row.service}`, row.service === service);
      }
    });
  }

  function setView(name) {
    state.view = name;
    ['targeting', 'placement'].forEach((view) => {
      document.getElementById(`view-${view}`).setAttribute('aria-pressed', String(view === name));
    });
    if (name === 'placement') {
      Object.keys(data.looks.work_frames).forEach((status) => {
        setOverlay(`works-${status}`, true);
      });
      sitingOf(state.service || placed.services[0]);
      openPlacement();
      carte.whole();
      return;
    }
    Object.keys(overlays)
      .filter((id) => overlays[id].group === 'siting' || overlays[id].group === 'works')
      .forEach((id) => {
        setOverlay(id, false);
      });
    if (data.themes[0]) {
      setTheme(data.themes[0].id);
    }
    if (state.open < 0) {
      closeFiche();
    }
  }

  /** @type {Carte['viewControls']} */
  function viewControls() {
    if (!placed) {
      return null;
    }
    const buttons = [
      ['targeting', texts.view_targeting],
      ['placement', texts.view_placement]
    ].map((pair) => {
      const button = make('button', {
        type: 'button',
        id: `view-${pair[0]}`,
        'aria-pressed': String(pair[0] === 'targeting'),
        text: pair[1]
      });
      button.addEventListener('click', () => {
        setView(pair[0]);
      });
      return button;
    });
    return make('fieldset', {}, [make('legend', {text: texts.views}), make('div', {class: 'views'}, buttons)]);
  }

  // The panel: one service on the map, people by year, the budget's frontier, how firm the plan is.
  function serviceChoice() {
    return make(
      'div',
      {class: 'services', role: 'radiogroup', 'aria-label': texts.placement_service},
      placed.services.map((service) => {
        const input = make('input', {
          type: 'radio',
          name: 'placement-service',
          id: `placement-${service}`,
          value: service
        });
        input.checked = service === state.service;
        input.addEventListener('change', () => {
          sitingOf(service);
        });
        return make('div', {class: 'choice'}, [
          input,
          make('label', {for: `placement-${service}`, text: data.looks.services[service] || service})
        ]);
      })
    );
  }

  function peopleTable() {
    const most = Math.max.apply(
      null,
      placed.people.rows.reduce((all, row) => all.concat(row.values), [1])
    );
    const heads = placed.people.rows.map((row) => make('th', {scope: 'col', text: row.label}));
    const body = placed.people.years.map((year, k) =>
      make(
        'tr',
        {'data-year': year},
        [make('th', {scope: 'row', text: String(year)})].concat(
          placed.people.rows.map((row) =>
            make('td', {}, [make('span', {text: row.shown[k]}), bar(row.values[k] / most, row.colour)])
          )
        )
      )
    );
    body.push(
      make(
        'tr',
        {class: 'sum'},
        [make('th', {scope: 'row', text: texts.total})].concat(
          placed.people.rows.map((row) => make('td', {text: row.total}))
        )
      )
    );
    return make('table', {class: 'people'}, [
      make('thead', {}, [make('tr', {}, [make('th', {scope: 'col', text: texts.placement_year})].concat(heads))]),
      make('tbody', {}, body)
    ]);
  }

  /** @type {Carte['markYear']} */
  function markYear() {
    Array.prototype.forEach.call(document.querySelectorAll('#fiche tr[data-year]'), (row) => {
      row.classList.toggle('later', Number(row.getAttribute('data-year')) > state.year);
    });
  }

  function rounded(value) {
    const power = 10 ** Math.floor(Math.log(value) / Math.LN10);
    return [1, 2, 2.5, 5, 10].map((step) => step * power).filter((step) => step >= value)[0] || value;
  }

  function spoken(value) {
    return value.toLocaleString(data.meta.language === 'fr' ? 'fr-FR' : 'en-GB', {maximumFractionDigits: 1});
  }

  const CHART = {left: 80, right: 24, top: 14, bottom: 40, width: 332, height: 208};

  function chartLabel(svg, x, y, words, anchor, turnedBy) {
    const node = draw('text', {x: x, y: y, 'text-anchor': anchor, 'font-size': 11, fill: '#3d4852'});
    if (turnedBy) {
      node.setAttribute('transform', `rotate(${turnedBy} ${x} ${y})`);
    }
    node.textContent = words;
    svg.appendChild(node);
  }

  function chartGrid(svg, place, xs, ys) {
    ys.forEach((y) => {
      svg.appendChild(
        draw('line', {x1: CHART.left, x2: CHART.width - CHART.right, y1: place.y(y), y2: place.y(y), stroke: '#e3dfd4'})
      );
      chartLabel(svg, CHART.left - 6, place.y(y) + 4, spoken(y), 'end');
    });
    xs.forEach((x) => {
      chartLabel(
        svg,
        place.x(x),
        CHART.height - CHART.bottom + 16,
        Math.round(100 * x) + (data.meta.language === 'fr' ? '\u00a0%' : '%'),
        'middle'
      );
    });
    chartLabel(
      svg,
      (CHART.left + CHART.width - CHART.right) / 2,
      CHART.height - 6,
      texts.placement_frontier_x,
      'middle'
    );
    chartLabel(svg, 11, (CHART.top + CHART.height - CHART.bottom) / 2, texts.placement_frontier_y, 'middle', -90);
  }

  function frontierChart() {
    const points = placed.frontier.points;
    const widest = Math.max.apply(null, points.map((point) => point.x).concat([1]));
    const step = rounded(Math.max.apply(null, points.map((point) => point.y).concat([1])) / 4);
    const highest = step * Math.ceil(Math.max.apply(null, points.map((point) => point.y).concat([1])) / step);
    const place = {
      x: (x) => CHART.left + ((CHART.width - CHART.left - CHART.right) * x) / widest,
      y: (y) => CHART.height - CHART.bottom - ((CHART.height - CHART.top - CHART.bottom) * y) / highest
    };
    const svg = draw('svg', {
      viewBox: `0 0 ${CHART.width} ${CHART.height}`,
      class: 'chart',
      role: 'img',
      'aria-label': placed.frontier.said
    });
    const ys = [];
    for (let y = 0; y <= highest + 1e-9; y += step) {
      ys.push(y);
    }
    chartGrid(
      svg,
      place,
      [0, 0.5, 1, 1.5, 2].filter((x) => x <= widest + 1e-9),
      ys
    );
    svg.appendChild(
      draw('polyline', {
        points: points.map((point) => `${place.x(point.x)},${place.y(point.y)}`).join(' '),
        fill: 'none',
        stroke: '#1f5a92',
        'stroke-width': 2
      })
    );
    points.forEach((point) => {
      svg.appendChild(chartPoint(point, place));
    });
    const own = points.filter((point) => point.own)[0];
    if (own) {
      svg.appendChild(
        draw('line', {
          x1: place.x(own.x),
          x2: place.x(own.x),
          y1: place.y(own.y),
          y2: place.y(0),
          stroke: '#b4552d',
          'stroke-dasharray': '3 3'
        })
      );
      chartLabel(svg, place.x(own.x) - 5, place.y(0) - 6, texts.placement_own, 'end');
    }
    return svg;
  }

  function chartPoint(point, place) {
    const mark = point.own
      ? draw('rect', {
          x: place.x(point.x) - 5,
          y: place.y(point.y) - 5,
          width: 10,
          height: 10,
          transform: `rotate(45 ${place.x(point.x)} ${place.y(point.y)})`,
          fill: '#b4552d',
          stroke: '#ffffff'
        })
      : draw('circle', {
          cx: place.x(point.x),
          cy: place.y(point.y),
          r: 4,
          fill: point.proved ? '#1f5a92' : '#ffffff',
          stroke: '#1f5a92',
          'stroke-width': 1.6
        });
    const title = draw('title', {});
    title.textContent = point.shown;
    mark.appendChild(title);
    return mark;
  }

  function lined(words, look) {
    return make('p', {class: look, text: words});
  }

  function frontierSection() {
    const points = placed.frontier.points;
    const rows = make(
      'ul',
      {},
      points.map((point) => make('li', {text: point.shown}))
    );
    return section(
      texts.placement_frontier,
      [
        frontierChart(),
        lined(placed.frontier.said, 'small'),
        points.some((point) => !point.proved) ? lined(texts.placement_hollow, 'small') : null,
        make('details', {class: 'points'}, [make('summary', {text: texts.placement_points}), rows])
      ].filter(Boolean)
    );
  }

  function openPlacement() {
    const panel = document.getElementById('fiche');
    if (panel.hidden) {
      carte.openedFrom = /** @type {HTMLElement} */ (document.activeElement);
    }
    map.removeLayer(found);
    state.open = -1;
    panel.textContent = '';
    const close = make('button', {
      type: 'button',
      class: 'close',
      'aria-label': texts.close,
      title: texts.close,
      text: '×'
    });
    close.addEventListener('click', closeFiche);
    [
      make('header', {}, [
        close,
        make('h2', {id: 'fiche-title', text: texts.placement_title}),
        make('p', {class: 'where', text: placed.status})
      ]),
      section(texts.placement_service, [serviceChoice()]),
      placed.people
        ? section(texts.placement_people, [peopleTable(), lined(texts.placement_people_note, 'small')])
        : null,
      placed.frontier ? frontierSection() : null,
      placed.said.length
        ? section(
            texts.placement_firm,
            placed.said.map((line) => lined(line, 'said'))
          )
        : null,
      placed.notes.length
        ? section(
            texts.notes,
            placed.notes.map((line) => lined(line, 'small'))
          )
        : null
    ]
      .filter(Boolean)
      .forEach((node) => {
        panel.appendChild(node);
      });
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.setAttribute('aria-labelledby', 'fiche-title');
    document.body.classList.add('fiche-open');
    map.invalidateSize();
    markYear();
    panel.focus({preventScroll: true});
  }

  // What a cercle's sheet says of access before the plan.
  /** @type {Carte['accessSection']} */
  function accessSection(sheet) {
    const nodes = [];
    if (sheet.access) {
      nodes.push(
        make('table', {class: 'grid'}, [
          make('thead', {}, [
            make(
              'tr',
              {},
              [make('th', {scope: 'col', text: texts.state_of_ground})].concat(
                sheet.access.map((row) => make('th', {scope: 'col', text: row.label}))
              )
            )
          ]),
          make(
            'tbody',
            {},
            data.access_states.map((name, k) => carte.cells([name].concat(sheet.access.map((row) => row.shares[k])), 0))
          )
        ])
      );
    }
    (sheet.chain || []).forEach((line) => {
      nodes.push(lined(line, 'small'));
    });
    return nodes.length ? section(texts.access_before, nodes) : null;
  }

  /** @type {Carte['sheetsPage']} */
  function sheetsPage(sheets, name) {
    return [
      make(
        'div',
        {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name},
        sheets.map((sheet) =>
          make('section', {class: 'one'}, [
            carte.table(
              sheet.caption,
              sheet.heads,
              sheet.rows.map((row) => carte.cells(row, 0))
            )
          ])
        )
      )
    ];
  }

  carte.declareSiting = declareSiting;
  carte.sitingLegend = sitingLegend;
  carte.viewControls = viewControls;
  carte.markYear = markYear;
  carte.accessSection = accessSection;
  carte.sheetsPage = sheetsPage;
})();
