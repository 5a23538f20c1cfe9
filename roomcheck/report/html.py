"""A document as one self-contained HTML file: no script, nothing loaded, prints well."""

from html import escape
from importlib import resources

from roomcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Look,
    Paragraph,
    Runs,
    Section,
    Table,
)
from roomcheck.report.svg import svg


def render_html(document: Document) -> bytes:
    """The document as UTF-8 HTML. Every string is escaped here and nowhere else."""
    style = (resources.files("roomcheck.report") / "page.css").read_text("utf-8")
    title = escape(document.title)
    body = [f"<h1>{title}</h1>"]
    if document.subtitle:
        body.append(f'<p class="subtitle">{_runs(document.subtitle)}</p>')
    body.extend(_block(one) for one in document.opening)
    body.extend(_section(one) for one in document.sections)
    footer = f"<footer><bdi>{escape(document.footer)}</bdi></footer>\n" if document.footer else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{document.language}" dir="{document.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + f"\n</main>\n{footer}</body>\n</html>\n"
    ).encode("utf-8", "backslashreplace")


def _section(section: Section) -> str:
    tag = f"h{section.level}"
    fresh = ' class="fresh"' if section.fresh_page else ""
    blocks = "\n".join(_block(one) for one in section.blocks)
    return f"<section{fresh}>\n<{tag}>{_runs(section.title)}</{tag}>\n{blocks}\n</section>"


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f'<p class="{block.role.value}">{_runs(block.runs)}</p>'
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{_runs(one)}</li>" for one in block.items)
            return f"<{tag}>{items}</{tag}>" if items else ""
        case Facts():
            rows = "".join(
                f'<tr><th scope="row">{escape(one.label)}</th><td>{_runs(one.value)}</td></tr>' for one in block.rows
            )
            return f'<table class="facts"><tbody>{rows}</tbody></table>' if rows else ""
        case Table():
            return _table(block)
        case Figure():
            return f"<figure>{svg(block.drawing, block.alt)}<figcaption>{escape(block.caption)}</figcaption></figure>"


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * one / total:.1f}%">' for one in table.widths)
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.header)
    rows = "".join("<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return (
        f"<table><caption>{escape(table.caption)}</caption><colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _runs(runs: Runs) -> str:
    return "".join(_run(run.text, run.look) for run in runs)


def _run(text: str, look: Look) -> str:
    safe = escape(text)
    match look:
        case Look.STRONG:
            return f"<strong>{safe}</strong>"
        case Look.DATA:
            return f'<bdi class="data">{safe}</bdi>'
        case Look.ENGLISH:
            return f'<span lang="en" dir="ltr">{safe}</span>'
        case Look.TEXT:
            return safe
