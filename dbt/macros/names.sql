{#- Two names (lists of folded parts) that differ by spelling only: every part is equal, an initial
    of the other, or one slip of the pen away; a long part two slips (`Fedotov`, `Federov`).
    Short parts must be equal, so that `Kim Jong Il` and `Kim Jong Un` stay apart. -#}
{% macro spelled_alike(a, b) -%}
    len({{ a }}) = len({{ b }})
    -- most pairs differ here; to go through a list is dear
    and ({{ part_spelled_alike(a ~ '[1]', b ~ '[1]') }})
    and ({{ part_spelled_alike(a ~ '[-1]', b ~ '[-1]') }})
    and list_bool_and(list_transform(range(2, len({{ a }})), lambda i:
        {{ part_spelled_alike(a ~ '[i]', b ~ '[i]') }}
    )) is not false
{%- endmacro %}

{% macro part_spelled_alike(a, b) -%}
    {{ a }} = {{ b }}
    or (least(len({{ a }}), len({{ b }})) = 1 and {{ a }}[1] = {{ b }}[1])
    or (least(len({{ a }}), len({{ b }})) >= 4 and levenshtein({{ a }}, {{ b }}) <= 1)
    or (
        least(len({{ a }}), len({{ b }})) >= 6
        and {{ a }}[1] = {{ b }}[1]
        and levenshtein({{ a }}, {{ b }}) <= 2
    )
{%- endmacro %}

{#- The longer name (a list of parts) has the shorter's first, last and all other parts:
    `Vitaly Churkin`, `Vitaly I. Churkin`. -#}
{% macro adds_middle_names(short, long) -%}
    len({{ short }}) between 2 and len({{ long }}) - 1
    and {{ short }}[1] = {{ long }}[1]
    and {{ short }}[-1] = {{ long }}[-1]
    and list_has_all({{ long }}, {{ short }})
{%- endmacro %}

{#- A folded name is the family name of a longer one, which may stand first: `Cho Tae-Yul`. -#}
{% macro is_surname_of(short, full) -%}
    (
        ends_with({{ full }}, ' ' || {{ short }})
        or (not contains({{ short }}, ' ') and starts_with({{ full }}, {{ short }} || ' '))
    )
{%- endmacro %}
