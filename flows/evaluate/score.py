"""Score a warehouse against gold data: who spoke, which sentences, figures, quotations, stances."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import duckdb

from flows import stances
from flows.evaluate.gold import Answers, Gold, Row
from flows.evaluate.measures import (
    Measure,
    f1_measure,
    fold_name,
    fold_text,
    same_name,
    same_number,
    share_measure,
    token_f1,
    token_overlap,
)

T = TypeVar("T")
STANCES = (*stances.STANCES, "none")
SPAN_TABLES = (
    "fct_sentence",
    "fct_quotation",
    "fct_cited_figure",
    "fct_position",
    "fct_alignment",
    "fct_instrument_citation",
    "fct_vote",
)
LABELLED_OF_SOME = ("place", "about_affiliation", "assertion")  # fields that not every set of labels has
# A shorter sentence may be part of another one by accident.
MIN_CONTAINED_CHARS = 25


@dataclass
class Evaluation:
    """The measures of one warehouse, the errors behind each, and the confusion of stances."""

    measures: list[Measure] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stance_pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # (gold, found)

    def value(self, name: str) -> float:
        return next(m.value for m in self.measures if m.name == name)


def score_warehouse(warehouse: Path, gold_folder: Path) -> Evaluation:
    """Return every measure of the warehouse file on the labelled documents of the folder.

    Raises GoldError if the labels cannot be read and duckdb.Error if a table of the
    contract is missing.
    """
    gold = Gold(gold_folder)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        answers = Answers(connection, gold.documents)
        result = Evaluation()
        found = set(answers.document_of.values())
        result.measures.append(share_measure("documents", len(found), len(gold.documents)))
        for score in (
            score_speakers,
            score_attribution,
            score_figures,
            score_quotations,
            score_positions,
            score_instruments,
            score_spans,
        ):
            score(gold, answers, result)
    return result


class Checks:
    """Counts of right fields by measure name, with a line for each wrong one."""

    def __init__(self, result: Evaluation) -> None:
        self.result = result
        self.good: Counter[str] = Counter()
        self.total: Counter[str] = Counter()

    def add(self, name: str, is_right: bool, error: str) -> None:
        self.good[name] += is_right
        self.total[name] += 1
        if not is_right:
            self.result.errors[name].append(error)

    def report(self) -> None:
        self.result.measures += [share_measure(n, self.good[n], self.total[n]) for n in sorted(self.total)]


def score_speakers(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare the speakers of each document and their fields; mentions must not be speakers."""
    found = answers.by_document(
        """select distinct s.document_key, p.speaker_key, p.name, s.role, a.name as affiliation,
                  a.kind as affiliation_kind, a.iso3, p.printed_gender
           from marts.fct_statement s
           join marts.dim_speaker p using (speaker_key)
           left join marts.dim_affiliation a on a.affiliation_key = s.affiliation_key
           order by all"""
    )
    relations = answers.by_document(
        "select document_key, speaker_key, relation, with_name from marts.fct_alignment"
    )
    tp = fp = fn = 0
    checks = Checks(result)
    keys: dict[str, set[str]] = defaultdict(set)
    people: dict[str, set[str]] = defaultdict(set)
    for document in gold.documents:
        have = found.get(document, [])
        used: set[int] = set()
        for want in (s for s in gold.speakers if s["doc"] == document and not s.get("mention")):
            hits = [h for h in have if _is_speaker(h, want)]
            if not hits:
                fn += 1
                result.errors["speakers"].append(f"missed {document} {want['name']}")
                continue
            tp += 1
            used.update(id(h) for h in hits)
            person = fold_name(want.get("same_as") or want["name"])
            keys[person].update(h["speaker_key"] for h in hits)
            people[hits[0]["speaker_key"]].add(person)
            related = [r for r in relations.get(document, []) if r["speaker_key"] == hits[0]["speaker_key"]]
            _check_speaker(checks, want, hits[0], related)
        extra = [h for h in have if id(h) not in used]
        fp += len(extra)
        result.errors["speakers"] += [f"extra {document} {h['name']}" for h in extra]
    result.measures.append(f1_measure("speakers", tp, fp, fn))
    checks.report()
    for name, sets in (("speaker.one_key_per_person", keys), ("speaker.one_person_per_key", people)):
        result.measures.append(share_measure(name, sum(len(v) == 1 for v in sets.values()), len(sets)))


def _is_speaker(have: Row, want: Row) -> bool:
    return same_name(have["name"], want["name"]) or (
        bool(want.get("same_as")) and same_name(have["name"], want["same_as"])
    )


def _check_speaker(checks: Checks, want: Row, have: Row, related: list[Row]) -> None:
    error = f"{want['doc']} {want['name']}: {have}"
    wanted_iso3 = want.get("iso3") or None
    checks.add("speaker.iso3", wanted_iso3 == (have["iso3"] or None), error)
    is_same_body = (
        not want.get("affiliation")
        or (wanted_iso3 is not None and wanted_iso3 == have["iso3"])
        or token_overlap(want["affiliation"], have["affiliation"]) >= 0.5
    )
    checks.add("speaker.affiliation", is_same_body, error)
    checks.add("speaker.affiliation_kind", want.get("affiliation_kind") == have["affiliation_kind"], error)
    same_gender = (want.get("printed_gender") or None) == (have["printed_gender"] or None)
    checks.add("speaker.printed_gender", same_gender, error)
    if want.get("role"):
        checks.add("speaker.role", token_f1(want["role"], have["role"]) >= 0.6, error)
    for relation in ("on_behalf_of", "aligned_with"):
        wanted = {fold_name(name) for name in want.get(relation) or []}
        given = {fold_name(r["with_name"]) for r in related if r["relation"] == relation}
        if wanted or given:
            checks.add(f"speaker.{relation}", wanted == given, f"{error} {relation} {sorted(given)}")


def score_attribution(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare the speaker of each sentence; a wrong speaker beside the right one is wrong."""
    found = answers.by_document(
        """select s.document_key, s.text, p.name
           from marts.fct_sentence s
           left join marts.fct_statement t using (statement_key)
           left join marts.dim_speaker p on p.speaker_key = t.speaker_key"""
    )
    tp = fp = fn = known = 0
    for document in gold.documents:
        folded = [(fold_text(row["text"]), row["name"]) for row in found.get(document, [])]
        for want in gold.sentences_of(document):
            hits = _names_of_sentence(folded, fold_text(want["text"]))
            known += bool(hits)
            names = [name for name in hits if name]
            wrong = [n for n in names if not (want["speaker"] and same_name(n, want["speaker"]))]
            is_right = bool(want["speaker"]) and any(same_name(n, want["speaker"]) for n in names)
            tp += is_right and not wrong
            fn += bool(want["speaker"]) and (bool(wrong) or not is_right)
            fp += bool(wrong)
            if wrong or (want["speaker"] and not is_right):
                result.errors["attribution"].append(
                    f"{want['sid']} want {want['speaker']} got {names[:3]}: {want['text'][:70]!r}"
                )
    result.measures.append(f1_measure("attribution", tp, fp, fn))
    result.measures.append(share_measure("sentences.found", known, len(gold.sentences)))


def _names_of_sentence(folded: list[tuple[str, str | None]], text: str) -> list[str | None]:
    return [name for have, name in folded if have == text] or [
        name for have, name in folded if _is_contained(text, have)
    ]


def _is_contained(a: str, b: str) -> bool:
    return (a in b and len(a) > MIN_CONTAINED_CHARS) or (b in a and len(b) > MIN_CONTAINED_CHARS)


def score_figures(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare the figures of each document and their fields; optional ones count neither way."""
    found = answers.by_document(
        """select f.document_key, f.value_low, f.value_high, f.denominator, f.unit, f.qualifier,
                  f.measure, f.period, f.rate, f.source, f.text, f.place, f.assertion,
                  s.text as sentence, p.name as cited_by, a.name as about_affiliation
           from marts.fct_cited_figure f
           join marts.fct_sentence s using (sentence_key)
           left join marts.dim_speaker p on p.speaker_key = f.speaker_key
           left join marts.dim_affiliation a on a.affiliation_key = f.about_affiliation_key
           order by f.document_key, f.start_offset"""
    )
    tp = fp = fn = 0
    checks = Checks(result)
    for document in gold.documents:
        free = list(found.get(document, []))
        wanted = [f for f in gold.figures if gold.sentences[f["sid"]]["doc"] == document]
        for want in sorted(wanted, key=lambda f: bool(f.get("optional"))):
            have = next((h for h in free if _is_figure(h, want, gold.sentences[want["sid"]]["text"])), None)
            if have:
                free.remove(have)
            if want.get("optional"):
                continue
            tp += have is not None
            fn += have is None
            if have:
                _check_figure(checks, want, have)
            else:
                result.errors["figures"].append(
                    f"missed {want['sid']} {want['text']!r} = {want['value_low']:g}"
                )
        fp += len(free)
        result.errors["figures"] += [
            f"extra {document} {h['text']!r} in {h['sentence'][:80]!r}" for h in free
        ]
    result.measures.append(f1_measure("figures", tp, fp, fn))
    checks.report()


def _is_figure(have: Row, want: Row, sentence: str) -> bool:
    same_value = same_number(have["value_low"], want["value_low"]) and same_number(
        have["value_high"], want["value_high"]
    )
    if not same_value or token_overlap(have["sentence"], sentence) < 0.8:
        return False
    a, b = fold_text(have["text"]), fold_text(want["text"])
    return a in b or b in a or token_overlap(have["text"], want["text"]) >= 0.5


def _check_figure(checks: Checks, want: Row, have: Row) -> None:
    rights = {
        "unit": fold_text(have["unit"]) == fold_text(want["unit"]),
        "qualifier": have["qualifier"] == want["qualifier"],
        "cited_by": same_name(have["cited_by"], want["cited_by"]),
        "denominator": same_number(have["denominator"], want.get("denominator")),
        "period": token_f1(have["period"], want.get("period")) >= 0.5,
        "rate": token_f1(have["rate"], want.get("rate")) >= 0.5,
        "measure": token_f1(have["measure"], want["measure"]) >= 0.5,
    }
    if want.get("source") or have["source"]:
        rights["source"] = token_f1(have["source"], want.get("source")) >= 0.5
    rights |= {
        name: fold_text(have[name]) == fold_text(want[name]) for name in LABELLED_OF_SOME if name in want
    }
    for name, is_right in rights.items():
        error = f"{want['sid']} {want['text']!r}: want {want.get(name)!r} got {have.get(name)!r}"
        checks.add(f"figure.{name}", is_right, error)


def score_quotations(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare quotations and their speakers; one printed over several sentences may be one row."""
    found = answers.by_document(
        """select q.document_key, q.text, p.name
           from marts.fct_quotation q left join marts.dim_speaker p on p.speaker_key = q.speaker_key"""
    )
    tp = fp = fn = 0
    for document in gold.documents:
        have = found.get(document, [])
        used: set[int] = set()
        wanted = [q for q in gold.quotes if q["sid"].rsplit("-", 1)[0] == document]
        for position, want in enumerate(wanted):
            runs = _quotation_runs(wanted, position)
            good = [
                k
                for k, row in enumerate(have)
                if same_name(row["name"], want["speaker"])
                and any(token_f1(row["text"], run) >= 0.8 for run in runs)
            ]
            tp += bool(good)
            fn += not good
            used.update(good[:1])
            if not good:
                result.errors["quotations"].append(
                    f"missed {want['sid']} {want['text'][:60]!r} by {want['speaker']}"
                )
        for k, row in enumerate(have):
            if k not in used and not _is_wanted_quotation(row, wanted):
                fp += 1
                result.errors["quotations"].append(f"extra {document} {row['text'][:60]!r} by {row['name']}")
    result.measures.append(f1_measure("quotations", tp, fp, fn))


def _quotation_runs(wanted: list[Row], position: int) -> Iterable[str]:
    """Return the quotation and every run of two to five by the same speaker that holds it."""
    runs = [wanted[position]["text"]]
    for start in range(max(0, position - 2), position + 1):
        for end in range(position + 1, min(len(wanted), position + 3) + 1):
            run = wanted[start:end]
            if len(run) > 1 and all(q["speaker"] == wanted[position]["speaker"] for q in run):
                runs.append(" ".join(q["text"] for q in run))
    return runs


def _is_wanted_quotation(row: Row, wanted: list[Row]) -> bool:
    return any(
        token_f1(row["text"], q["text"]) >= 0.8 and same_name(row["name"], q["speaker"]) for q in wanted
    )


def score_positions(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare the stance of each attributed sentence's main claim, and its issues."""
    found = answers.by_document(
        """select p.document_key, s.text as sentence, p.stance, p.issue
           from marts.fct_position p join marts.fct_sentence s using (sentence_key)
           where p.is_main_claim"""
    )
    tp = fp = fn = 0
    for document in gold.documents:
        claims: dict[str, tuple[str, set[str]]] = {}
        for row in found.get(document, []):
            claims.setdefault(fold_text(row["sentence"]), (row["stance"], set()))[1].add(row["issue"])
        for want in gold.sentences_of(document):
            if not want["speaker"] or want["stance"] == "?":
                continue
            stance, issues = _look_up(claims, fold_text(want["text"])) or ("none", set())
            result.stance_pairs[(want["stance"], stance)] += 1
            if stance != want["stance"]:
                result.errors["stance"].append(
                    f"{want['sid']} want {want['stance']} got {stance}: {want['text'][:90]!r}"
                )
            if want["stance"] == "none":
                continue
            tp += len(issues & want["issues"])
            fp += len(issues - want["issues"] - want["maybe_issues"])
            fn += len(want["issues"] - issues)
            if issues - want["maybe_issues"] != want["issues"]:
                result.errors["issues"].append(
                    f"{want['sid']} want {sorted(want['issues'])} got {sorted(issues)}"
                )
    _report_stances(result)
    result.measures.append(f1_measure("issues", tp, fp, fn))


def _report_stances(result: Evaluation) -> None:
    pairs = result.stance_pairs
    right = sum(n for (want, have), n in pairs.items() if want == have)
    result.measures.append(share_measure("stance.accuracy", right, sum(pairs.values())))
    scores = []
    for stance in STANCES:
        tp = pairs[(stance, stance)]
        fn = sum(n for (want, have), n in pairs.items() if want == stance != have)
        fp = sum(n for (want, have), n in pairs.items() if have == stance != want)
        if tp + fn:
            scores.append(f1_measure(f"stance.{stance}", tp, fp, fn))
    result.measures.append(
        share_measure("stance.macro_f1", round(sum(m.value for m in scores), 6), len(scores))
    )
    result.measures += scores


def score_instruments(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Compare the instruments named in each attributed sentence."""
    found = answers.by_document(
        """select c.document_key, s.text as sentence, i.name
           from marts.fct_instrument_citation c
           join marts.fct_sentence s using (sentence_key)
           join marts.dim_instrument i using (instrument_key)"""
    )
    tp = fp = fn = 0
    for document in gold.documents:
        named: dict[str, set[str]] = defaultdict(set)
        for row in found.get(document, []):
            named[fold_text(row["sentence"])].add(fold_name(row["name"]))
        for want in (s for s in gold.sentences_of(document) if s["speaker"]):
            have = _look_up(named, fold_text(want["text"])) or set()
            wanted = {fold_name(i) for i in want["instruments"]}
            optional = {fold_name(i) for i in want["maybe_instruments"]}
            tp += len(have & wanted)
            fp += len(have - wanted - optional)
            fn += len(wanted - have)
            if have - optional != wanted:
                result.errors["instruments"].append(f"{want['sid']} want {sorted(wanted)} got {sorted(have)}")
    result.measures.append(f1_measure("instruments", tp, fp, fn))


def _look_up(rows: dict[str, T], text: str) -> T | None:
    """Return the row of this sentence, else of the one that holds it or lies in it."""
    if text in rows:
        return rows[text]
    return next(
        (v for k, v in rows.items() if len(k) > MIN_CONTAINED_CHARS and (k in text or text in k)), None
    )


def score_spans(gold: Gold, answers: Answers, result: Evaluation) -> None:
    """Count the spans that are the document's own text at their offsets, over all documents."""
    good = total = 0
    for table in SPAN_TABLES:
        bad, rows = answers.fetch(
            f"""select count(*) filter (where x.text is distinct from
                       substr(d.text, (x.start_offset + 1)::bigint, (x.end_offset - x.start_offset)::bigint)),
                       count(*)
                from marts.{table} x left join marts.dim_document d using (document_key)"""
        )[0]
        good += rows - bad
        total += rows
        if bad:
            result.errors["spans"].append(f"{table}: {bad} of {rows} spans are not the document's text")
    result.measures.append(share_measure("spans.verbatim", good, total))
