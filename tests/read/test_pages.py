"""Whole web pages: every sentence of the article and none of the furniture around it."""

import datetime as dt

NEWS_PAGE = """\
<!DOCTYPE html><html lang="en"><head><title>Lakeland: truce on the water | UN News</title>
<link rel="canonical" href="https://news.un.org/en/story/2021/05/1">
<meta property="article:published_time" content="2021-05-21T10:00:00-04:00"></head>
<body class="page has-sidebar navigation-open">
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<header class="banner"><div>Global perspective Human stories</div></header>
<div class="language-switcher"><a href="/fr">Français</a></div>
<main role="main"><div class="layout"><article class="node">
<h1>Lakeland: truce on the water</h1>
<figure><img src="x.jpg" alt="boats"><figcaption><span class="credit">© UNICEF/Jane Doe</span>
Fishers return to the lake at dawn.</figcaption></figure>
<div class="published"><time datetime="2021-05-21">21 May 2021</time></div>
<div class="share-buttons"><a href="f">Facebook</a> <a href="p">Print</a></div>
<div class="body"><p><strong>The envoy on Friday <a href="/x">welcomed the truce</a> on the lake.</strong></p>
<p>“We must now <em>share</em> the water,” said Jane Doe.<br>She thanked both shores.</p>
<blockquote><p>We must now share the water</p><cite>Jane Doe, UN envoy</cite></blockquote>
<h2>What comes next</h2>
<ul><li>Rebuild 1,000 boats;</li><li>Reopen the harbour.</li></ul>
<p>Nets were lost too, she said.</p>
<blockquote class="twitter-tweet"><p>My message is short.</p>— UN (@UN)</blockquote>
<p><a href="/r">READ MORE: our explainer on lakes</a></p></div></article>
<section class="related-stories"><h2>Related Stories</h2>
<article class="teaser"><h3><a href="/o">Another story</a></h3>
<p>A teaser paragraph that says something entirely different about quite another topic.</p>
</article></section>
</div></main><aside><p>Something else was read by a million people, officials said in New York.</p></aside>
<footer><p>All rights reserved. This is a long sentence in the footer of the page.</p></footer>
<script>var said = "The script said something long enough to look like a sentence.";</script></body></html>"""


def test_news_page(read_text):
    assert read_text(NEWS_PAGE, "a.html") == [
        ("title", "heading", "Lakeland: truce on the water"),
        ("caption", "heading", "© UNICEF/Jane Doe Fishers return to the lake at dawn."),
        ("masthead", "heading", "21 May 2021"),
        ("text", "body", "The envoy on Friday welcomed the truce on the lake."),
        ("text", "body", "“We must now share the water,” said Jane Doe."),
        ("text", "body", "She thanked both shores."),
        ("pull_quote", "pull_quote", "We must now share the water"),
        ("byline", "heading", "Jane Doe, UN envoy"),
        ("subhead", "heading", "What comes next"),
        ("list_item", "body", "Rebuild 1,000 boats;"),
        ("list_item", "body", "Reopen the harbour."),
        ("text", "body", "Nets were lost too, she said."),
    ]


def test_news_page_metadata(read):
    row = read(("a.html", NEWS_PAGE)).documents.row(0, named=True)
    assert row["kind"] == "news_story"
    assert row["publisher"] == "UN News"
    assert row["source_url"] == row["document_identity"] == "https://news.un.org/en/story/2021/05/1"
    assert (row["published_on"], row["published_on_basis"]) == (dt.date(2021, 5, 21), "text")


def test_date_of_the_head_where_the_text_prints_none(read):
    page = NEWS_PAGE.replace("21 May 2021</time>", "Friday</time>")
    row = read(("a.html", page)).documents.row(0, named=True)
    assert (row["published_on"], row["published_on_basis"]) == (dt.date(2021, 5, 21), "metadata")


PRESS_PAGE = """\
<html><head><title>‘Rivers Need Us’, Envoy Says | UN Press</title>
<link rel="canonical" href="https://press.un.org/en/2023/sgsm1.doc.htm"></head><body class="node-type--press">
<header><div class="navbar"><a href="/">Meetings Coverage and Press Releases</a></div></header>
<main><div class="page__content"><article class="node press">
<div class="field__item"><a href="/p">Press Release</a></div>
<ul class="shs"><li><a href="/sg">Secretary-General</a></li></ul>
<div class="field--name-field-symbol">SG/SM/1</div>
<div><time datetime="2023-10-06">6 October 2023</time></div>
<h1 class="page-header">‘Rivers Need Us’, Envoy Says</h1>
<div class="field--name-body">
<p>Following is the envoy’s message on World River Day, observed 24 September:</p>
<p>Rivers give us water.&nbsp; They need us now — all of us.</p></div>
<div class="field--name-field-main-tags"><div><a href="/r">Rivers</a></div></div></article>
<aside><h2>Highlights</h2><div><a href="/x">Water Conference of the United Nations</a></div></aside>
<div class="disclaimer">For information media. Not an official record.</div></div></main>
<footer class="page__footer">
<h2>Resources</h2><ul><li><a href="/j">Journal</a></li></ul></footer></body></html>"""


def test_press_page_keeps_masthead_and_disclaimer(read_text):
    assert read_text(PRESS_PAGE, "a.htm") == [
        ("masthead", "heading", "Press Release"),
        ("masthead", "heading", "SG/SM/1"),
        ("masthead", "heading", "6 October 2023"),
        ("title", "heading", "‘Rivers Need Us’, Envoy Says"),
        ("text", "body", "Following is the envoy’s message on World River Day, observed 24 September:"),
        ("text", "body", "Rivers give us water. They need us now — all of us."),
        ("masthead", "heading", "For information media. Not an official record."),
    ]


OLD_PAGE = (
    '<HTML><HEAD><META content="text/html; charset=iso-8859-1"></HEAD><BODY bgcolor=white>'
    '<TABLE><TR><TD><A href="/">UN Home</A> | <A href="/p">Press</A></TD></TR></TABLE>'
    "<font size=2>SG/SM/7001</font>"
    "<BR>OBV/99<P><CENTER><B>ENVOY, IN MESSAGE FOR WATER DAY,<BR>CALLS FOR ACTION</B></CENTER>"
    "<P>Following is the text of the envoy\x92s message for Water Day, 22 March:"
    "<P>Water is life.&nbsp; \x93We must act\x94, as the caf\xe9 owners say."
    "<P>Let us begin.<P>* *** *</BODY></HTML>"
).encode("latin-1")


def test_page_of_tables_and_fonts_in_windows_1252(read):
    result = read(("old.htm", OLD_PAGE))
    assert result.documents["title"].to_list() == ["ENVOY, IN MESSAGE FOR WATER DAY, CALLS FOR ACTION"]
    assert result.paragraphs["text"].to_list() == [
        "SG/SM/7001",
        "OBV/99",
        "ENVOY, IN MESSAGE FOR WATER DAY,",
        "CALLS FOR ACTION",
        "Following is the text of the envoy’s message for Water Day, 22 March:",
        "Water is life. “We must act”, as the café owners say.",
        "Let us begin.",
    ]


def test_preformatted_page_is_unwrapped(read):
    page = """<html><body><pre>
HR/4399

     The Commission on Lakes opened its session this morning with a call
by its Chairman for cleaner shores, and for help to those who keep
watch over them.

     JANE DOE (Ghana) said that the Commission had to act.  It had waited
for too long.
</pre></body></html>"""
    assert read(("a.html", page)).paragraphs["text"].to_list() == [
        "HR/4399",
        "The Commission on Lakes opened its session this morning with a call by its Chairman for "
        "cleaner shores, and for help to those who keep watch over them.",
        "JANE DOE (Ghana) said that the Commission had to act. It had waited for too long.",
    ]


def test_a_wrapper_named_like_furniture_does_not_hide_the_article(read):
    sentence = "The dam on the upper river was opened at noon, the engineers of the valley said."
    page = f'<html><body><div class="content-with-sidebar menu"><p>{sentence}</p></div></body></html>'
    assert read(("a.html", page)).documents["text"].to_list() == [sentence]


def test_a_wrapper_named_like_furniture_beside_a_short_note(read):
    sentence = "The dam on the upper river was opened at noon, the engineers of the valley said."
    page = f'<html><body><p>Noon.</p><div class="sidebar"><p>{sentence}</p></div></body></html>'
    assert sentence in read(("a.html", page)).documents["text"][0].split("\n")


def test_of_two_articles_the_longer_is_the_document(read):
    dam = "The dam on the upper river was opened at noon, the engineers of the valley said."
    teaser = "A teaser says that the harbour is closed for good."
    page = (
        f"<main><h1>Dam opens</h1><article><p>{dam}</p><p>{dam}</p></article>"
        f"<article><p>{teaser}</p></article></main>"
    )
    assert read(("a.html", page)).documents["text"].to_list() == [f"Dam opens\n{dam}\n{dam}"]


def test_a_page_saved_as_text_is_still_a_page(read):
    page = "<!DOCTYPE html><html><body><p>The dam was opened.</p><script>x()</script></body></html>"
    assert read(("a.txt", page)).documents["text"].to_list() == ["The dam was opened."]


def test_hidden_elements_are_not_read(read):
    page = (
        '<html><body><p>Seen.</p><p style="display: none">Styled away.</p><p hidden>Hidden.</p>'
        '<span class="visually-hidden">For readers of screens.</span></body></html>'
    )
    assert read(("a.html", page)).documents["text"].to_list() == ["Seen."]


COLUMNS_PAGE = """\
<html><body><table><tr><td><img src="logo.gif"></td><td>UN News Centre, with breaking news</td></tr></table>
<table><tr><td><b>Other resources</b><br><a href="/r">Radio</a><p>The weekly magazine comes out
on Fridays, and in six languages.</p></td>
<td><table><tr><td><h1>Boats return to the lake</h1><p class="imgcaption">Boats. Photo: UNICEF/John Roe</p>
<p>21 May 2012 &ndash; Fishing resumed in three of five harbours on Friday, the United Nations envoy said.</p>
<p>“We must now share the water,” said Jane Doe, who has led the mission for three years in a row.</p>
<table><tr><td>Northern harbour, closed since the floods of that long spring</td>
<td>120 boats</td></tr></table>
<p>Yes, she said.</p></td></tr></table></td>
<td><b>Latest news</b>
<p>The Under-Secretary-General is to travel to the region on Monday.</p></td></tr></table>
</body></html>"""


def test_columns_beside_the_article_of_a_table_page(read):
    assert read(("a.html", COLUMNS_PAGE)).paragraphs["text"].to_list() == [
        "UN News Centre, with breaking news",
        "Boats return to the lake",
        "Boats. Photo: UNICEF/John Roe",
        "21 May 2012 – Fishing resumed in three of five harbours on Friday, the United Nations envoy said.",
        "“We must now share the water,” said Jane Doe, who has led the mission for three years in a row.",
        "Northern harbour, closed since the floods of that long spring",
        "120 boats",
        "Yes, she said.",
    ]


def test_article_in_two_even_columns_is_kept_whole(read):
    sentence = "The dam on the {} river was opened at noon, the engineers of the valley said."
    texts = [sentence.format(side) for side in ("upper", "lower")]
    page = f"<html><table><tr><td><p>{texts[0]}</p></td><td><p>{texts[1]}</p></td></tr></table></html>"
    assert read(("a.html", page)).paragraphs["text"].to_list() == texts


def test_embedded_post_is_no_part_of_the_article(read):
    page = (
        "<p>The agency posted advice on Tuesday.</p>"
        '<blockquote class="twitter-tweet"><p>Drink water. Stay out of the sun.</p></blockquote>'
        "<p>It will be hot again, it said.</p>"
    )
    assert read(("a.html", page)).paragraphs["text"].to_list() == [
        "The agency posted advice on Tuesday.",
        "It will be hot again, it said.",
    ]
