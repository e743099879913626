// Search without accents or capitals, over cercles, communes and sites; arrows and Enter work.
(() => {
  'use strict';

  const {areas, cercleLayers, data, fill, fit, found, indexOf, make, map, openFiche, texts, turned} = carte;

  const MOST = 12;

  function folded(word) {
    return word
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  }

  /** @type {Carte['nameOf']} */
  function nameOf(k) {
    return data.cercles[k] ? data.cercles[k].name : '';
  }

  function searchIndex() {
    /** @type {Found[]} */
    const index = data.cercles.map((cercle, k) => ({
      name: cercle.name,
      about: fill(texts.cercle_of, {region: cercle.region}),
      go: () => {
        goCercle(k);
      }
    }));
    data.communes.forEach((commune) => {
      index.push({
        name: commune.name,
        about: fill(texts.commune_of, {cercle: nameOf(commune.cercle)}),
        go: () => {
          goCommune(commune);
        }
      });
    });
    /** @type {Site[]} */ ([]).concat(data.works, data.facilities).forEach((row) => {
      const name = row.label ? [row.place, row.label].filter(Boolean).join(' – ') : row.name;
      const about = row.pcode
        ? fill(texts.site_of, {cercle: nameOf(indexOf(row.pcode))})
        : data.looks.facilities[row.kind].label;
      if (row.x && name) {
        index.push({
          name: name,
          about: about,
          go: () => {
            goSite(row);
          }
        });
      }
    });
    index.forEach((row) => {
      row.key = folded(row.name);
    });
    return index;
  }

  /** @type {Carte['goCercle']} */
  function goCercle(k) {
    openFiche(k);
    fit(cercleLayers[k].getBounds(), 8.5, 24);
  }

  function goCommune(commune) {
    found.setLatLngs(areas(commune.g)).addTo(map);
    if (commune.g.length) {
      fit(found.getBounds(), 9.5, 60);
    }
    tell(`${commune.name} – ${nameOf(commune.cercle)}`, found.getBounds().getCenter());
  }

  function goSite(row) {
    map.setView(turned(row.x), 9.5, {animate: false});
    tell(row.label ? row.label + (row.place ? ` – ${row.place}` : '') : row.name, turned(row.x));
  }

  function tell(words, at) {
    L.popup({autoPan: false, className: 'told'})
      .setLatLng(at)
      .setContent(make('div', {text: words}))
      .openOn(map);
  }

  function matches(index, words) {
    const key = folded(words);
    if (!key) {
      return [];
    }
    const ranked = index.map((row, order) => {
      const at = row.key.indexOf(key);
      const rank = at < 0 ? 9 : at === 0 ? (row.key === key ? 0 : 1) : row.key.charAt(at - 1) === ' ' ? 2 : 3;
      return {row: row, rank: rank, order: order};
    });
    return ranked
      .filter((one) => one.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.order - b.order)
      .slice(0, MOST)
      .map((one) => one.row);
  }

  /** @type {Carte['buildSearch']} */
  function buildSearch() {
    const input = /** @type {HTMLInputElement} */ (document.getElementById('search'));
    const list = document.getElementById('matches');
    const index = searchIndex();
    let rows = [];
    let at = -1;

    function close() {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function pick(k) {
      const row = rows[k];
      close();
      if (row) {
        input.value = row.name;
        row.go();
      }
    }

    function point(k) {
      at = rows.length ? (k + rows.length) % rows.length : -1;
      Array.prototype.forEach.call(list.children, (node, j) => {
        node.setAttribute('aria-selected', String(j === at));
      });
      if (at >= 0) {
        input.setAttribute('aria-activedescendant', `match-${at}`);
        list.children[at].scrollIntoView({block: 'nearest'});
      }
    }

    function refresh() {
      rows = matches(index, input.value);
      list.textContent = '';
      rows.forEach((row, k) => {
        const node = make('li', {id: `match-${k}`, role: 'option', 'aria-selected': 'false'}, [
          make('strong', {text: row.name}),
          make('span', {text: row.about})
        ]);
        node.addEventListener('mousedown', (event) => {
          event.preventDefault();
          pick(k);
        });
        list.appendChild(node);
      });
      const asked = folded(input.value) !== '';
      if (asked && !rows.length) {
        list.appendChild(make('li', {class: 'nothing', text: texts.no_match}));
      }
      list.hidden = !asked;
      input.setAttribute('aria-expanded', String(asked));
      document.getElementById('match-count').textContent = asked ? fill(texts.matches, {n: rows.length}) : '';
      point(0);
    }

    input.addEventListener('input', refresh);
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        if (list.hidden) {
          refresh();
        } else {
          point(at + 1);
        }
      } else if (event.key === 'ArrowUp') {
        event.preventDefault();
        point(at - 1);
      } else if (event.key === 'Enter') {
        event.preventDefault();
        pick(at);
      } else if (event.key === 'Escape') {
        close();
      }
    });
  }

  carte.nameOf = nameOf;
  carte.goCercle = goCercle;
  carte.buildSearch = buildSearch;
})();
