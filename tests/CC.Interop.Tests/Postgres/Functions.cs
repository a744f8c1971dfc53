namespace CC.Interop.Tests.Postgres;

/// <summary>What the tests call.</summary>
internal static class Functions
{
    public const string Text = """
        create or replace function add(a integer, b integer) returns integer language sql as 'select a + b';
        create or replace function add(a integer, b integer, c integer) returns integer language sql as 'select a + b + c';
        create or replace function say(word text) returns text language sql as 'select word';
        create or replace function series(n integer) returns setof integer language sql as 'select generate_series(1, n)';
        create or replace function nothing() returns void language sql as '';
        create or replace function not_a_number() returns double precision language sql as $$ select 'NaN'::double precision $$;
        create or replace function huge() returns bigint language sql as 'select 9007199254740993';
        create or replace function missing() returns integer language sql as 'select null::integer';
        create or replace function kinds(b boolean, n numeric, f double precision, j jsonb) returns jsonb language sql as 'select jsonb_build_array(b, n, f, j)';
        create or replace function sum_up(list integer[]) returns bigint language sql as 'select sum(item) from unnest(list) item';
        create or replace function texts(list text[]) returns text[] language sql as 'select list';
        create or replace function parse(j json) returns json language sql as 'select j';
        create or replace function pair() returns table(a integer, b text) language sql as $$ values (1, 'x y') $$;
        create or replace function fail(word text) returns integer language plpgsql as $$ begin raise exception 'no %', word using errcode = 'P0042', detail = 'secret'; end $$;
        create or replace function divide(a integer, b integer) returns integer language sql as 'select a / b';
        create or replace function long(n integer) returns text language sql as $$ select repeat('x', n) $$;
        create or replace function nap(seconds double precision) returns integer language sql as 'select 1 from pg_sleep(seconds)';
        create or replace function backend() returns integer language sql as 'select pg_backend_pid()';
        create table if not exists noted(word text);
        create or replace function note(word text) returns void language sql as 'insert into noted values (word)';
        create or replace function apiwrapper(request text) returns text language sql as
            $$ select json_build_object('req', request::json ->> 'req', 'msg', 'Hello from DB')::text $$;
        create or replace function raw(answer text) returns text language sql as 'select answer';
        create or replace function no_rows() returns setof text language sql as 'select null::text where false';
        create schema if not exists "Odd ""schema";
        create or replace function "Odd ""schema"."f.g"() returns text language sql as $$ select 'odd'::text $$;
        """;
}
