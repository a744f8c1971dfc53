using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CC.Frames;
using CC.Plugins.Database;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Interop.Tests.Postgres;

/// <summary>A database handler, and somebody who calls functions by it.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(string Type, JsonElement Body)>> waiting = new();
    private readonly FakeMessages messages = new();
    private int last;
    private int ends;

    public Caller(string connectString, string options = "allowed-functions = *", TimeProvider? time = null)
    {
        messages.OnReturn = Take;
        Handler = new DatabaseHandler(
            OptionsOf.Section<DatabaseOptions>($"db = {connectString}\n{options}"), new ComponentContext("h:db", "cc", "testhost"), messages, Metrics, time ?? TimeProvider.System, Logger);
    }

    public DatabaseHandler Handler { get; }

    public FakeMetrics Metrics { get; } = new();

    public RecordingLogger<DatabaseHandler> Logger { get; } = new();

    /// <summary>How many calls the handler has found to be of no use.</summary>
    public int Invalid { get; private set; }

    /// <summary>How many answers have come to whom nobody expected one for.</summary>
    public int Unexpected { get; private set; }

    /// <summary>Sends a call, given the fields of its body but for <c>req</c>, and waits for what comes back.</summary>
    public async Task<(string Type, JsonElement Body)> CallAsync(string fields, string type = "db.test")
    {
        var sender = $"caller{Interlocked.Increment(ref last)}";
        var answer = waiting[sender] = new TaskCompletionSource<(string, JsonElement)>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await SendAsync(sender, fields, type);
        }
        catch (MessageException) when (answer.Task.IsCompleted)
        {
            Invalid++; // By this the host counts it.
        }

        return await answer.Task.WaitAsync(ServerProcess.Patience);
    }

    /// <summary>The answer's data.</summary>
    public async Task<string> DataAsync(string fields)
    {
        var (type, body) = await CallAsync(fields);
        Assert.Equal(("reply.db.test", ""), (type, type == "error" ? body.GetRawText() : ""));
        return body.GetProperty("data").GetRawText();
    }

    /// <summary>The error that is the answer: its code, PostgreSQL's, and the text.</summary>
    public async Task<(string Code, string? SqlState, string Msg)> ErrorAsync(string fields)
    {
        var (type, body) = await CallAsync(fields);
        Assert.True(type == "error", body.GetRawText());
        Assert.Equal("db.test", body.GetProperty("orig_req").GetString());
        return (body.GetProperty("code").GetString()!, body.TryGetProperty("sqlstate", out var state) ? state.GetString() : null, body.GetProperty("msg").GetString()!);
    }

    /// <summary>Sends a call, and waits only until the handler has taken it.</summary>
    public async Task SendAsync(string sender, string fields, string type = "db.test")
    {
        Assert.Equal(MessageFault.None, Message.TryParse(Multipart.Create(sender, "", type, $$"""{"req":"{{type}}",{{fields}}}""", ""), out var message));
        await Handler.HandleAsync(message, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref ends, 1) == 0 ? Handler.DisposeAsync() : default;

    private void Take(Multipart frames)
    {
        Assert.Equal(MessageFault.None, Message.TryParse(frames, out var answer));
        using var body = JsonDocument.Parse(answer.Body);
        if (waiting.TryRemove(Encoding.UTF8.GetString(frames[0].Span), out var caller))
        {
            caller.SetResult((answer.Type, body.RootElement.Clone()));
        }
        else
        {
            Unexpected++;
        }
    }
}
