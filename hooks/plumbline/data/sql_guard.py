"""What a query may say: decided on DuckDB's own parse tree, before anything is run.

The tree is that of `json_serialize_sql`. Whatever is not known to be harmless is refused: a
statement that is called a SELECT may still delete (`WITH x AS (DELETE …)`), read files
(`FROM read_csv(…)`) or the clock, all of which DuckDB's own settings do not rule out or rule out
too late. Functions are allowed by name: those whose result depends on their arguments alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plumbline.data.sql_errors import SqlError, nearest

__all__ = ["FUNCTIONS", "LONGEST_QUERY", "TABLE_FUNCTIONS", "check_text", "check_tree"]

LONGEST_QUERY = 20_000
"""Characters a query may have."""

FUNCTIONS = frozenset(
    """
    !__postfix !~~ !~~* % & * ** + - / // < << <= = > >= >> @ ^ ^@ | || ~ ~~ ~~* ~~~ abs acos
    acosh add any_value arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin array_agg
    array_append array_apply array_concat array_contains array_distinct array_extract array_filter
    array_has array_has_all array_has_any array_length array_position array_prepend array_reduce
    array_reverse array_slice array_sort array_to_string array_transform array_value ascii asin
    asinh atan atan2 atanh avg bar bin bit_and bit_count bit_length bit_or bit_xor bool_and bool_or
    cardinality cbrt ceil ceiling century char_length character_length chr concat concat_ws
    contains corr cos cosh cot count count_if count_star countif covar_pop covar_samp cume_dist
    damerau_levenshtein date_add date_diff date_part date_sub date_trunc datediff datepart datesub
    datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade degrees dense_rank
    divide element_at ends_with entropy epoch epoch_ms epoch_us era even exp factorial favg fdiv
    fill filter first first_value flatten floor fmod format format_bytes fsum gamma gcd
    generate_series geomean geometric_mean greatest greatest_common_divisor group_concat hamming hex
    histogram hour if ilike_escape instr isfinite isinf isnan isodow isoyear jaccard
    jaro_similarity jaro_winkler_similarity julian kahan_sum kurtosis kurtosis_pop lag last last_day
    last_value lcase lcm lead least least_common_multiple left left_grapheme len length
    length_grapheme levenshtein lgamma like_escape list list_any_value
    list_append list_apply list_avg list_concat list_contains list_count list_distinct list_element
    list_extract list_filter list_first list_has list_has_all list_has_any list_last list_max
    list_median list_min list_mode list_position list_prepend list_product list_reduce list_reverse
    list_reverse_sort list_slice list_sort list_stddev_pop list_stddev_samp list_sum list_transform
    list_unique list_value list_var_pop list_var_samp list_zip listagg ln log log10 log2 lower lpad
    ltrim mad make_date make_time make_timestamp map map_contains map_entries map_extract
    map_extract_value map_from_entries map_keys map_values max max_by mean median microsecond
    millennium millisecond min min_by minute mod mode month monthname multiply nfc_normalize
    not_ilike_escape not_like_escape nth_value ntile nullif octet_length ord overlay percent_rank pi
    position pow power prefix printf product quantile quantile_cont quantile_disc quarter radians
    range rank rank_dense regexp_escape regexp_extract regexp_extract_all regexp_full_match
    regexp_matches regexp_replace regexp_split_to_array regr_avgx regr_avgy regr_count
    regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right
    right_grapheme round round_even roundbankers row row_number rpad rtrim second sem sign signbit
    sin sinh skewness split split_part sqrt starts_with stddev stddev_pop stddev_samp str_split
    str_split_regex strftime string_agg string_split string_split_regex string_to_array
    strip_accents strlen strpos strptime struct_extract struct_pack substr substring
    substring_grapheme subtract suffix sum sum_no_overflow sumkahan tan tanh time_bucket timezone
    to_base to_centuries to_days to_decades to_hours to_microseconds to_millennia to_milliseconds
    to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years translate trim trunc
    try_strptime typeof ucase unicode unnest unpivot_list upper var_pop var_samp variance wavg week
    weekday weekofyear weighted_avg xor year yearweek
    """.split()
)
"""Functions a query may call: same arguments, same result, and nothing read beside them.

`list_aggregate` is none of them: it calls any aggregate by a name that only turns up as it runs.
"""

TABLE_FUNCTIONS = frozenset({"generate_series", "range", "unnest"})
"""Functions that may stand in FROM."""

_CHANGING = frozenset(
    """
    age ago clock_timestamp current_date current_localtime current_localtimestamp current_time
    current_timestamp gen_random_uuid get_current_time get_current_timestamp localtime
    localtimestamp nextval now random reservoir_quantile setseed today transaction_timestamp
    uuid uuidv4 uuidv7
    """.split()
)
# Written without parentheses, these stand in the tree as columns.
_BARE = frozenset(
    """
    current_catalog current_date current_role current_schema current_time current_timestamp
    current_user localtime localtimestamp session_user
    """.split()
)
_READERS = (
    "duckdb_",
    "getenv",
    "glob",
    "json_exec",
    "parquet_",
    "pragma_",
    "query",
    "read_",
    "sniff_csv",
)
_EXPRESSIONS = frozenset(
    """
    BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR
    POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW
    """.split()
)
_NODES = frozenset({"RECURSIVE_CTE_NODE", "SELECT_NODE", "SET_OPERATION_NODE"})
_SOURCES = frozenset({"EMPTY", "EXPRESSION_LIST", "JOIN", "PIVOT", "SUBQUERY", "TABLE_FUNCTION"})
_MODIFIERS = frozenset(
    {
        "ASCENDING",
        "DESCENDING",
        "DISTINCT_MODIFIER",
        "LIMIT_MODIFIER",
        "LIMIT_PERCENT_MODIFIER",
        "ORDER_DEFAULT",
        "ORDER_MODIFIER",
    }
)
# Control characters break the text off for some readers and not for others; the bidirectional
# ones show a reader another query than the one that runs (CVE-2021-42574, "Trojan Source").
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_SAME_EACH_TIME = "A query must give the same result whenever it is run."
_ONLY_DATASETS = "A query reads the site's datasets and nothing else."
_ONE_SELECT = "Write one SELECT."


def check_text(sql: str) -> None:
    """Refuse what need not be parsed to be refused.

    Raises:
        SqlError: the query is empty, too long, or holds characters that do not show.
    """
    if not sql.strip():
        raise SqlError("the query is empty", suggestion="Write a SELECT.")
    if len(sql) > LONGEST_QUERY:
        raise SqlError(f"the query has {len(sql):,} characters; {LONGEST_QUERY:,} are the most")
    hidden = _HIDDEN.search(sql)
    if hidden:
        raise SqlError(
            f"the query holds the invisible character U+{ord(hidden[0]):04X}", hidden.start()
        )


def check_tree(
    tree: Mapping[str, Any], place: Callable[[int], int]
) -> tuple[tuple[str, int | None], ...]:
    """Return the tables a query reads: their names in lower case, and where each is first named.

    Args:
        tree: what `json_serialize_sql` gave for the query.
        place: turns DuckDB's offset in bytes into one in characters.

    Raises:
        SqlError: it is not one SELECT, or says something that is not allowed.
    """
    statements = tree["statements"]
    if len(statements) != 1:
        count = len(statements)
        raise SqlError(
            f"these are {count} statements" if count else "the query is empty", None, _ONE_SELECT
        )
    walk = _Walk(place)
    walk.run(statements[0])
    return tuple(walk.tables.items())


Scope = frozenset[str]  # names of common table expressions that can be seen, in lower case


@dataclass(slots=True)
class _Walk:
    place: Callable[[int], int]
    tables: dict[str, int | None] = field(default_factory=dict)
    # A stack of our own: how deep a query nests is up to its author.
    stack: list[tuple[Any, Scope]] = field(default_factory=list)

    def run(self, root: object) -> None:
        self.stack.append((root, frozenset()))
        while self.stack:
            item, scope = self.stack.pop()
            if isinstance(item, dict):
                self.visit(item, scope)
            elif isinstance(item, list):
                # Reversed, so that what stands first in the query is reported first.
                self.stack.extend((part, scope) for part in reversed(item))

    def visit(self, node: dict[str, Any], scope: Scope) -> None:
        if node.get("sample"):
            raise SqlError("a query may not take a sample", None, _SAME_EACH_TIME)
        if "class" in node:
            self.expression(node)
        elif "query_location" in node:
            self.source(node, scope)
        elif "cte_map" in node:
            node, scope = self.select(node, scope)
        elif isinstance(node.get("type"), str) and node["type"] not in _MODIFIERS:
            raise self.unsupported(node)
        self.stack.extend((v, scope) for v in reversed(node.values()) if isinstance(v, dict | list))

    def select(self, node: dict[str, Any], scope: Scope) -> tuple[dict[str, Any], Scope]:
        """Return what is left to visit of a SELECT, UNION … and what it sees.

        Each expression of a WITH sees those before it. A WITH RECURSIVE sees itself in its second
        part; in the first, its name would still be a table's.
        """
        if node["type"] not in _NODES:
            raise SqlError("a query may read data, not change them", None, _ONE_SELECT)
        for entry in node["cte_map"]["map"]:
            self.stack.append((entry["value"], scope))
            scope |= {str(entry["key"]).lower()}
        rest = {k: v for k, v in node.items() if k != "cte_map"}
        if node["type"] == "RECURSIVE_CTE_NODE":
            self.stack.append((rest.pop("right"), scope | {str(node["cte_name"]).lower()}))
        return rest, scope

    def expression(self, node: dict[str, Any]) -> None:
        kind = node["class"]
        if kind == "PARAMETER":
            raise self.refuse(node, "a query has no parameters", "Write the value itself.")
        if kind not in _EXPRESSIONS:
            raise self.unsupported(node)
        if kind in ("FUNCTION", "WINDOW"):
            self.function(node, FUNCTIONS)
        elif kind == "COLUMN_REF" and len(node["column_names"]) == 1:
            name = str(node["column_names"][0]).lower()
            if name in _BARE:
                advice = f"If it is a column, write the table before it: table.{name}."
                raise self.refuse(node, f"{name} is not allowed in a query", advice)

    def function(self, node: dict[str, Any], allowed: frozenset[str]) -> None:
        # What may stand before it is a schema, or the column in `partner.upper()`; there are no
        # functions but DuckDB's own, so the name alone decides.
        name = str(node["qualified_name"]["path"][-1]).lower()
        if name in allowed:
            return
        if name in _CHANGING:
            advice = _SAME_EACH_TIME
        elif name.startswith(_READERS):
            advice = _ONLY_DATASETS
        else:
            advice = nearest(name, allowed)
        raise self.refuse(node, f'the function "{name}" is not one that a query may use', advice)

    def source(self, node: dict[str, Any], scope: Scope) -> None:
        kind = node["type"]
        if kind == "BASE_TABLE":
            path = [str(p) for p in node["qualified_name"]["path"]]
            name = path[-1].lower()
            # WITH RECURSIVE … USING KEY: recurring.r is what r has gathered so far.
            recurring = len(path) == 2 and path[0].lower() == "recurring" and name in scope
            if node["at_clause"] or (len(path) > 1 and not recurring):
                raise self.refuse(node, f'"{".".join(path)}" is not a dataset', _ONLY_DATASETS)
            if name not in scope:
                self.tables.setdefault(name, self.position(node))
        elif kind == "TABLE_FUNCTION":
            call = node["function"]
            if call["class"] != "FUNCTION":
                raise self.unsupported(node)
            self.function({**call, "query_location": node["query_location"]}, TABLE_FUNCTIONS)
        elif kind == "SHOW_REF":
            raise self.refuse(node, "DESCRIBE, SHOW and SUMMARIZE are not allowed", _ONE_SELECT)
        elif kind not in _SOURCES:
            raise self.unsupported(node)

    def position(self, node: Mapping[str, Any]) -> int | None:
        offset = int(node.get("query_location", -1))
        # DuckDB writes "unknown" as the greatest 64-bit number.
        return self.place(offset) if 0 <= offset <= 4 * LONGEST_QUERY else None

    def refuse(self, node: Mapping[str, Any], reason: str, suggestion: str = "") -> SqlError:
        return SqlError(reason, self.position(node), suggestion)

    def unsupported(self, node: Mapping[str, Any]) -> SqlError:
        return self.refuse(node, "this form of SQL is not supported in a query")
