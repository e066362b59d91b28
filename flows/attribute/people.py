"""Who is who within one document: spellings, surnames, offices and delegations to one speaker each."""

from __future__ import annotations

import polars as pl

from flows.attribute.names import is_alike, same_person

DOC = "document_key"
GENERIC_CORES = ("head", "chief", "boss", "official", "representative")
# whose department it is: `the UN political affairs chief` is its Under-Secretary-General
DEPARTMENT = r"^(?:Department|Office) (?:of|for) (?:the Coordination of )?"
ENVOY_CORES = (
    "permanent representative",
    "deputy permanent representative",
    "ambassador",
    "permanent observer",
    "chargé d'affaires",
    "representative",
    "alternate representative",
)


def resolve_mentions(mentions: pl.DataFrame) -> pl.DataFrame:
    """Add `person` (the speaker's id within its document) and `decided_by` to mentions in their order.

    `Ms. Doe`, `the Executive Director` and `JANE DOE, Executive Director of UNEP` get one id;
    what names nobody in particular keeps NULL.
    """
    named = _name_persons(mentions.with_row_index("mention"))
    is_rest = named["person"].is_null()
    resolved = _resolve_offices(named.filter(is_rest).drop("person", "decided_by"), named.filter(~is_rest))
    together = named.with_columns(
        named[column].scatter(is_rest.arg_true(), resolved[column]) for column in ("person", "decided_by")
    )
    return _introduce_officials(together).drop("mention")


def _introduce_officials(mentions: pl.DataFrame) -> pl.DataFrame:
    """Give the unnamed official who opens a story the name that is attributed next.

    `…, a senior UN relief official said today.` … `“…,” said Jane Doe of OCHA.`
    """
    speaking = mentions.filter(pl.col("attributes") & (pl.col("mention_kind") != "plural"))
    opening = pl.col("mention") == pl.col("mention").first().over(DOC)
    presides = (pl.col("core") == "president") & pl.col("alias").str.contains("^(?:its|[Tt]he) ")
    unnamed = pl.col("person").str.contains("^[ou]:") & ((pl.col("body_kind") == "un_system") | presides)
    names = pl.when(
        pl.col("person").str.starts_with("p:") & pl.col("mention_kind").is_in(["person", "office"])
    )
    goes_on = pl.col(DOC) == pl.col(DOC).shift(-1)
    told = speaking.with_columns(
        next_person=pl.when(goes_on).then(names.then("person").shift(-1)),
        next_kind=pl.when(goes_on).then(pl.col("body_kind").shift(-1)),
        next_core=pl.when(goes_on).then(pl.col("core").shift(-1)),
    )
    named = told.filter(
        opening & unnamed & ~pl.col("has_blocks") & pl.col("next_person").is_not_null()
    ).filter(pl.col("next_kind").is_null() | (pl.col("next_kind") == "un_system") | presides)
    # a spokesperson is no official of another body who spoke too
    named = named.filter(
        ~pl.col("core").str.starts_with("spokes").fill_null(False)
        | pl.col("next_core").str.starts_with("spokes").fill_null(False)
    )
    # `the envoy` later on is the same one
    held = named.select(DOC, "core", "next_person").drop_nulls("core").unique((DOC, "core"), keep="first")
    is_held = pl.col("person").str.starts_with("o:") | pl.col("mention").is_in(named["mention"].implode())
    joined = mentions.join(held, on=(DOC, "core"), how="left", maintain_order="left").with_columns(
        next_person=pl.when(is_held).then("next_person")
    )
    return joined.with_columns(
        person=pl.coalesce("next_person", "person"),
        decided_by=pl.when(pl.col("next_person").is_not_null())
        .then(pl.lit("office"))
        .otherwise("decided_by"),
    ).drop("next_person")


# -- persons by name


def _name_persons(mentions: pl.DataFrame) -> pl.DataFrame:
    """Give full names an id per spelling cluster, then surnames the id of the full name they shorten."""
    full = mentions.filter((pl.col("mention_kind") == "person") & ~_is_short_form())
    clusters = _cluster_names(full, _surname_uses(mentions))
    by_name = mentions.join(clusters, on=(DOC, "folded"), how="left", maintain_order="left").with_columns(
        decided_by=pl.when(pl.col("person").is_not_null()).then("how"), person=pl.col("person")
    )
    short = by_name.filter(
        pl.col("person").is_null() & pl.col("mention_kind").is_in(["surname", "person"])
    ).drop("person")
    matched = _match_surnames(short, by_name.filter(pl.col("person").is_not_null()))
    matched = pl.concat([matched, _match_alone(short.join(matched, on="mention", how="anti"))])
    # `“…,” says Fatuma, a mother of five`; `Fatuma, a mother of five, walked`; then `Fatuma said`
    # or `“…,” Fatuma says`
    quoted = (pl.col("frame") == "subject_first") & pl.col("quotes").fill_null(False) & pl.col("attributes")
    introduced = by_name.filter(pl.col("frame").is_in(["verb_first", "single_name"]) | quoted).select(
        DOC, "folded"
    )
    joined = by_name.join(matched, on="mention", how="left", maintain_order="left").join(
        introduced.unique().with_columns(is_introduced=pl.lit(True)),
        on=(DOC, "folded"),
        how="left",
        maintain_order="left",
    )
    own = (
        pl.col("person").is_null()
        & pl.col("short_person").is_null()
        & pl.col("mention_kind").is_in(["surname", "person"])
        & (
            pl.col("gender").is_not_null()
            | pl.col("core").is_not_null()
            | (pl.col("mention_kind") == "person")
            | pl.col("is_introduced")
        )
    )
    return (
        joined.with_columns(own=own)
        .with_columns(
            decided_by=pl.coalesce(
                "decided_by",
                pl.when(pl.col("short_person").is_not_null()).then("short_how"),
                pl.when("own").then(pl.lit("exact")),
            ),
            person=pl.coalesce("person", "short_person", pl.when("own").then("p:" + pl.col("folded"))),
        )
        .drop("how", "short_person", "short_how", "is_introduced", "own")
    )


def _match_alone(unmatched: pl.DataFrame) -> pl.DataFrame:
    """Return whose surname `Mr. Roe` is where only `Mr. Jan Roe`, without an office, names him in full."""
    full = unmatched.filter(pl.col("mention_kind") == "person")
    named = full.with_columns(person="p:" + pl.col("folded"))
    return _match_surnames(unmatched.filter(pl.col("mention_kind") == "surname"), named)


def _is_short_form() -> pl.Expr:
    """Names with an honorific and no office may be double surnames: `Ms. Mejía Vélez`."""
    return pl.col("gender").is_not_null() & pl.col("core").is_null() & pl.col("iso3").is_null()


def _surname_uses(mentions: pl.DataFrame) -> pl.DataFrame:
    """Count per document how often each surname stands, alone or in a full name."""
    people = mentions.filter(pl.col("mention_kind").is_in(["person", "surname"]))
    return people.group_by(DOC, surname=pl.col("folded").str.extract(r"(\S+)$")).agg(surname_uses=pl.len())


def _cluster_names(full: pl.DataFrame, surname_uses: pl.DataFrame) -> pl.DataFrame:
    """Return (document, folded, person, how): spellings of one name share the id of the commonest."""
    names = (
        full.group_by(DOC, "folded")
        .agg(
            uses=pl.len(),
            first=pl.col("mention").min(),
            offices=pl.concat_str("body", pl.coalesce("rank", "core", pl.lit("")), separator="|")
            .drop_nulls()
            .unique(),
        )
        .with_columns(key=pl.col("folded").str.slice(0, 1) + pl.col("folded").str.extract(r"(\S)\S*$"))
    )
    pairs = names.join(names, on=(DOC, "key"), suffix="_b").filter(pl.col("folded") < pl.col("folded_b"))
    links = [
        (doc, a, b)
        for doc, a, b, x, y in pairs.select(DOC, "folded", "folded_b", "offices", "offices_b").iter_rows()
        if same_person(a, b, share_office=bool(set(x) & set(y)))
    ]
    links += _link_surnames(names)
    clustered = (
        names.join(_find_roots(links), on=(DOC, "folded"), how="left", maintain_order="left")
        .with_columns(root=pl.coalesce("root", "folded"), surname=pl.col("folded").str.extract(r"(\S+)$"))
        .join(surname_uses, on=(DOC, "surname"), how="left")
    )
    words = pl.col("folded").str.count_matches(" ", literal=True)
    ranked = clustered.sort("surname_uses", words, "uses", "first", descending=[True, True, True, False])
    chosen = ranked.group_by(DOC, "root", maintain_order=True)
    commonest = chosen.agg(best=pl.col("folded").first())
    return clustered.join(commonest, on=(DOC, "root")).select(
        DOC,
        "folded",
        person="p:" + pl.col("best"),
        how=pl.when(pl.col("folded") == pl.col("best"))
        .then(pl.lit("exact"))
        .when(_same_surname())
        .then(pl.lit("spelling"))
        .otherwise(pl.lit("same_office")),
    )


def _link_surnames(names: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Return (document, surname, full name): `da Costa` is `Ana da Costa`, if nobody else is."""
    surnames = names.filter(pl.col("offices").list.len() == 0).select(DOC, surname="folded")
    pairs = surnames.join(names.select(DOC, "folded"), on=DOC).filter(
        pl.col("folded").str.ends_with(pl.concat_str(pl.lit(" "), "surname"))
    )
    return pairs.filter(~pl.struct(DOC, "surname").is_duplicated()).select(DOC, "surname", "folded").rows()


def _same_surname() -> pl.Expr:
    return pl.col("folded").str.extract(r"(\S+)$") == pl.col("best").str.extract(r"(\S+)$")


def _find_roots(links: list[tuple[str, str, str]]) -> pl.DataFrame:
    """Return (document, folded, root) of linked names; the few pairs of a document need no graph library."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for doc, a, b in links:
        parent[find((doc, b))] = find((doc, a))
    roots = [(*node, find(node)[1]) for node in parent]
    return pl.DataFrame(roots, schema={DOC: pl.String, "folded": pl.String, "root": pl.String}, orient="row")


def _match_surnames(short: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return (mention, short_person, short_how): the nearest earlier person whose name holds the surname."""
    people = known.select(DOC, "person", "folded", "gender", "mention").unique()
    tokens = people.with_columns(token=pl.col("folded").str.split(" ")).explode("token")
    keyed = short.with_columns(token=pl.col("folded").str.extract(r"(\S+)$"))
    pairs = keyed.join(tokens, on=(DOC, "token"), suffix="_full")
    padded = pl.concat_str(pl.lit(" "), pl.col("folded_full"), pl.lit(" "))
    holds = padded.str.contains(pl.concat_str(pl.lit(" "), pl.col("folded"), pl.lit(" ")), literal=True)
    is_last = pl.col("folded_full").str.ends_with(pl.col("token"))
    agrees = (
        pl.col("gender_full").is_null()
        | pl.col("gender").is_null()
        | (pl.col("gender_full") == pl.col("gender"))
    )
    exact = pairs.filter(holds & agrees).with_columns(is_last=is_last, short_how=pl.lit("surname"))
    found = _nearest(exact, "is_last")
    missed = keyed.join(found, on="mention", how="anti").filter(pl.col("gender").is_not_null())
    return pl.concat([found, _misprinted_surnames(missed, people)])


def _nearest(pairs: pl.DataFrame, *better: str) -> pl.DataFrame:
    """Keep per mention the best pair, of equal ones the nearest before it, else the first after it."""
    ahead = pl.col("mention_full") > pl.col("mention")
    ranked = pairs.with_columns(
        ahead=ahead, distance=(pl.col("mention_full").cast(pl.Int64) - pl.col("mention")).abs()
    )
    ranked = ranked.sort(*better, "ahead", "distance", descending=[*[True] * len(better), False, False])
    return (
        ranked.group_by("mention", maintain_order=True)
        .first()
        .select("mention", short_person="person", short_how="short_how")
    )


def _misprinted_surnames(missed: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Match `Mr. Habicth` to `Jarno Habicht`: same first letter, nearly the same word."""
    initial = pl.col("token").str.slice(0, 2)
    full = people.with_columns(full_token=pl.col("folded").str.extract(r"(\S+)$")).with_columns(
        initial=pl.col("full_token").str.slice(0, 2)
    )
    pairs = missed.with_columns(initial=initial).join(full, on=(DOC, "initial"), suffix="_full")
    alike = [len(a) > 4 and is_alike(a, b, 0.85) for a, b in pairs.select("token", "full_token").iter_rows()]
    kept = pairs.filter(pl.Series(alike, dtype=pl.Boolean)).with_columns(short_how=pl.lit("spelling"))
    return _nearest(kept)


# -- offices and delegations


def _resolve_offices(rest: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Give offices, delegations and bodies who holds them in this document, else an id of their own."""
    people = known.select(
        DOC, "person", "core", "rank", "body", "body_kind", "iso3", "role", "mention", "frame", "attributes"
    ).filter(pl.col("core").is_not_null() | pl.col("body").is_not_null())
    offices = rest.filter(
        (pl.col("mention_kind") == "office") | ((pl.col("core") == "envoy") & pl.col("is_lead"))
    )
    delegations = rest.filter(
        ((pl.col("mention_kind") == "delegation") & pl.col("core").is_null())
        | ((pl.col("mention_kind") == "organization") & (pl.col("iso3").is_not_null() | pl.col("has_blocks")))
    )
    unnamed = rest.filter(
        pl.col("mention_kind").is_in(["office", "unnamed"]) & (pl.col("core") == "official")
    )
    matched = pl.concat(
        [
            _match_offices(offices.filter(pl.col("core") != "official"), people),
            _match_delegations(delegations, people),
            _match_officials(unnamed, people),
        ]
    )
    joined = rest.join(matched, on="mention", how="left", maintain_order="left")
    own = (
        pl.when(pl.col("mention_kind").is_in(["delegation", "organization"]))
        .then("d:" + pl.col("body"))
        .when(pl.col("mention_kind") == "office")
        .then(
            pl.concat_str(
                pl.lit("o:"), pl.coalesce("rank", "core"), pl.lit("|"), pl.col("body").fill_null("")
            )
        )
        .when(pl.col("mention_kind") == "unnamed")
        .then("u:" + pl.col("folded"))
    )
    default = (
        pl.when(pl.col("mention_kind") == "delegation")
        .then(pl.lit("delegation"))
        .when(pl.col("mention_kind").is_in(["office", "unnamed"]))
        .then(pl.lit("office"))
        .otherwise(pl.lit("exact"))
    )
    return joined.with_columns(
        person=pl.coalesce("short_person", own), decided_by=pl.coalesce("short_how", default)
    ).drop("short_person", "short_how")


def _match_offices(offices: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`the UN chief` is who is named Secretary-General here; `Chile's minister` who is from Chile."""
    pairs = offices.join(people, on=DOC, suffix="_full")
    same_body = pl.col("body") == pl.col("body_full")
    same_core = (_held(pl.col("core")) == _held(pl.col("core_full"))) & ~pl.col("core").is_in(GENERIC_CORES)
    is_envoy = (
        (pl.col("core") == "envoy")
        & (pl.col("body_kind_full") == "un_system")
        & pl.col("core_full").str.contains(r"special representative|envoy|special coordinator")
    )
    field = pl.col("body").str.extract(rf"{DEPARTMENT}(.+)$")
    leads = pl.col("core").is_in(GENERIC_CORES) & pl.col("role_full").str.contains(field, literal=True)
    same_head = same_body & (pl.col("rank") == "head") & (pl.col("rank_full") == "head")
    bare = pl.col("body").is_null() | (pl.col("body") == "United Nations")
    # `Foreign Minister Jan Roe said … The Chadian Foreign Minister added`
    is_unplaced = pl.col("body_full").is_null() & pl.col("core_full").str.contains("minister")
    tells_state = is_unplaced & same_core & pl.col("iso3").is_not_null()
    same_state = pl.col("iso3").is_not_null() & (pl.col("iso3") == pl.col("iso3_full"))
    score = (
        pl.when(_is_printed_role() | same_body & same_core & (pl.col("role") == pl.col("role_full")))
        .then(7)
        .when(same_body & same_core)
        .then(6)
        .when(same_head | leads)
        .then(5)
        .when((bare & same_core) | is_envoy)
        .then(4)
        .when(same_state & pl.col("core_full").is_not_null())
        .then(3)
        .when(same_state)
        .then(2)
        .when(tells_state)
        .then(1)
        .otherwise(0)
    )
    scored = pairs.with_columns(
        score=score,
        # `The Chair` of a record is who presides, not a guest who chairs something else
        presides=pl.col("frame_full") == "members_list",
        is_exact=pl.col("core") == pl.col("core_full"),
        short_how=pl.lit("office"),
    ).filter(pl.col("score") > 0)
    return _nearest(scored, "score", "presides", "is_exact")


def _is_printed_role() -> pl.Expr:
    """`The Chairperson of the Commission`, `The Council President` (for May) is whom a heading gives
    this office beside a country."""
    name, role = pl.col("name").str.to_lowercase(), pl.col("role_full").str.to_lowercase()
    return (name == role) | role.str.starts_with(pl.concat_str(name, pl.lit(" for ")))


def _held(core: pl.Expr) -> pl.Expr:
    """The Acting President is whom the list of members or the Chair's change names, the Special
    Representative the Secretary-General's."""
    return core.str.strip_prefix("acting ").str.strip_suffix(" of the secretary-general")


def _match_officials(unnamed: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`a senior United Nations official` of a meeting's lead is its one speaker from the United Nations."""
    speaks = pl.col("frame").str.ends_with("_heading") | pl.col("attributes")
    is_person = pl.col("person").str.starts_with("p:")
    official = people.filter((pl.col("body_kind") == "un_system") & speaks & is_person)
    alone = official.filter(pl.col("person").n_unique().over(DOC) == 1)
    pairs = unnamed.filter((pl.col("body_kind") == "un_system") & pl.col("is_lead")).join(
        alone, on=DOC, suffix="_full"
    )
    return _nearest(pairs.with_columns(short_how=pl.lit("office")))


def _match_delegations(delegations: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`Chile's representative` is who speaks for Chile here, rather an envoy than a minister."""
    pairs = delegations.join(people, on=(DOC, "body"), suffix="_full")
    is_envoy = pl.col("core_full").is_null() | pl.col("core_full").is_in(ENVOY_CORES)
    scored = pairs.with_columns(
        is_envoy=is_envoy.cast(pl.Int8),
        has_block=pl.col("frame_full").str.ends_with("_heading").cast(pl.Int8),
        short_how=pl.lit("delegation"),
    )
    return _nearest(scored, "has_block", "is_envoy")
