{#- Fold a name for comparison: 'Kōki ØSTBY-Łęcki' is 'koki ostby lecki'. -#}
{% macro fold_name(name) -%}
    trim(regexp_replace(
        lower(strip_accents(translate({{ name }}, 'łŁøØđĐıİħĦ', 'lLoOdDiIhH'))), '[^\p{L}\p{N}]+', ' ', 'g'
    ))
{%- endmacro %}

{#- Number of words, a word being anything between white space. -#}
{% macro count_words(text) -%}
    len(regexp_extract_all({{ text }}, '\S+'))
{%- endmacro %}

{#- Singular of an English word in lower case, near enough to compare: `countries`, `women`. -#}
{% macro singular(word) -%}
    case
        when {{ word }} = 'women' then 'woman'
        when {{ word }} = 'men' then 'man'
        when {{ word }} = 'children' then 'child'
        when {{ word }} = 'lives' then 'life'
        when len({{ word }}) > 4 and {{ word }} like '%ies' then left({{ word }}, -3) || 'y'
        when {{ word }} similar to '.+(ss|sh|ch|x)es' then left({{ word }}, -2)
        when len({{ word }}) > 3 and {{ word }} like '%s' and not {{ word }} similar to '.*(ss|us|is)'
            then left({{ word }}, -1)
        else {{ word }}
    end
{%- endmacro %}
