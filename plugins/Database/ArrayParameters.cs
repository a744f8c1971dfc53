using Npgsql;

namespace CC.Plugins.Database;

/// <summary>Asks PostgreSQL which parameters of a call are arrays: lists can't be told apart from JSON without. One round trip, for calls with lists in them only.</summary>
internal static class ArrayParameters
{
    private const string Name = "cc";

    private const string Categories = """
        select string_agg((select typcategory::text from pg_type where pg_type.oid = parameter.type), '' order by parameter.place)
        from pg_prepared_statements, unnest(parameter_types) with ordinality as parameter(type, place) where name = 'cc'
        """;

    /// <summary>For each argument whether it is one.</summary>
    /// <exception cref="PostgresException">PostgreSQL finds no such function.</exception>
    public static async Task<bool[]> FindAsync(NpgsqlConnection connection, FunctionCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments.All(argument => argument.Value.ValueKind != System.Text.Json.JsonValueKind.Array))
        {
            return new bool[call.Arguments.Count];
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(CallStatement.Preparing(Name, call)), new(Categories), new($"deallocate {FunctionName.Quote(Name)}") },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var categories = await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : "";
        await reader.NextResultAsync(cancellationToken);
        return [.. categories.Select(category => category == 'A')];
    }
}
