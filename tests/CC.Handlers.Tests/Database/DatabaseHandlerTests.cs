using System.Text.Json;
using CC.Plugins.Database;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Database;

/// <summary>What needs no database.</summary>
public sealed class DatabaseHandlerTests
{
    private readonly FakeMessages messages = new();

    /// <summary>The configuration refuses that; what comes past it must not open every function.</summary>
    [Fact]
    public async Task A_star_beside_other_names_allows_nothing_more() =>
        Assert.Equal("not-allowed", (await CallAsync(new DatabaseOptions { Db = "host=127.0.0.1 port=1", AllowedFunctions = ["*", "log.add"] })).GetProperty("code").GetString());

    [Fact]
    public async Task A_unix_socket_that_is_missing_is_named()
    {
        using var folder = new TemporaryFolder();

        var error = await CallAsync(new DatabaseOptions { Db = $"host={folder} port=5433 dbname=confdb", AllowedFunctions = ["*"], ConnectTimeout = TimeSpan.FromSeconds(0.1) });

        Assert.Equal("db-unavailable", error.GetProperty("code").GetString());
        Assert.EndsWith($"there is no socket {folder}/.s.PGSQL.5433; is PostgreSQL running there?", error.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> CallAsync(DatabaseOptions options)
    {
        await using (var handler = new DatabaseHandler(
            options, new ComponentContext("h:db", "cc", "testhost"), messages, new FakeMetrics(), TimeProvider.System, new RecordingLogger<DatabaseHandler>()))
        {
            await handler.HandleAsync(Messages.Of("id", "", "db", """{"req":"db","hostname":"h","function":"other"}""", ""), CancellationToken.None);
        }

        Message.TryParse(messages.Returned.Single(), out var answer);
        return JsonElement.Parse(answer.Body.Span);
    }
}
