using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CC.Interop.Tests.Support;

/// <summary>A process with libzmq that does what it is told; the verbs are in tests/apps/zmq.</summary>
internal sealed class ZmqPeer : IAsyncDisposable
{
    /// <summary>Debian's, for which python3-zmq is packaged; another one on the path may lack it.</summary>
    private const string Python = "/usr/bin/python3";

    private const int SigStop = 19;
    private const int SigCont = 18;

    private static readonly Lazy<string?> Missing = new(FindWhatIsMissing);

    private readonly Process process;
    private readonly SemaphoreSlim turn = new(1);

    private ZmqPeer(Process process) => this.process = process;

    /// <summary>Starts a peer, or skips the test where there is no libzmq.</summary>
    public static async Task<ZmqPeer> StartAsync()
    {
        Assert.SkipWhen(Missing.Value is not null, Missing.Value ?? "");
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "zmq", "peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        var peer = new ZmqPeer(Process.Start(start)!);
        await peer.ReadAnswerAsync();
        return peer;
    }

    public Task OpenAsync(string socket, string type, params (string Name, object Value)[] options)
    {
        var set = new JsonObject();
        foreach (var (name, value) in options)
        {
            set[name] = value is string text ? text : (int)value;
        }

        return AskAsync("open", ("socket", socket), ("type", type), ("options", set));
    }

    public async Task<string> BindAsync(string socket, string endpoint) =>
        (await AskAsync("bind", ("socket", socket), ("endpoint", endpoint))).GetProperty("endpoint").GetString()!;

    public Task ConnectAsync(string socket, string endpoint) => AskAsync("connect", ("socket", socket), ("endpoint", endpoint));

    public Task DisconnectAsync(string socket, string endpoint) => AskAsync("disconnect", ("socket", socket), ("endpoint", endpoint));

    public Task SubscribeAsync(string socket, string prefix, bool subscribe = true) =>
        AskAsync("subscribe", ("socket", socket), ("prefix", prefix), ("subscribe", subscribe));

    public Task SendAsync(string socket, params string[] frames) =>
        AskAsync("send", ("socket", socket), ("frames", new JsonArray([.. frames.Select(frame => JsonValue.Create(frame))])), ("timeout", Within.Milliseconds));

    public async Task<string[]> ReceiveAsync(string socket) =>
        [.. (await AskAsync("receive", ("socket", socket), ("timeout", Within.Milliseconds))).GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!)];

    /// <summary>Receives, or returns null when nothing comes within that time.</summary>
    public async Task<string[]?> TryReceiveAsync(string socket, int milliseconds)
    {
        var answer = await RequestAsync("receive", ("socket", socket), ("timeout", milliseconds));
        return answer.TryGetProperty("frames", out var frames) ? [.. frames.EnumerateArray().Select(frame => frame.GetString()!)] : null;
    }

    public Task FloodAsync(string socket, int count, int size, params string[] before) =>
        AskAsync("flood", ("socket", socket), ("count", count), ("size", size), ("before", new JsonArray([.. before.Select(frame => JsonValue.Create(frame))])), ("timeout", Within.Milliseconds));

    public async Task<(int Received, int Disordered)> DrainAsync(string socket, int count, int pauseEvery = 0)
    {
        var answer = await AskAsync("drain", ("socket", socket), ("count", count), ("pause_every", pauseEvery), ("timeout", Within.Milliseconds / 3));
        return (answer.GetProperty("received").GetInt32(), answer.GetProperty("disordered").GetInt32());
    }

    public async Task<bool> WatchAsync(string socket, string happened, int milliseconds = Within.Milliseconds) =>
        (await AskAsync("watch", ("socket", socket), ("event", happened), ("timeout", milliseconds))).GetProperty("seen").GetBoolean();

    public async Task<int> ChurnAsync(string endpoint, string type, int count) =>
        (await AskAsync("churn", ("endpoint", endpoint), ("type", type), ("count", count), ("timeout", Within.Milliseconds))).GetProperty("exchanged").GetInt32();

    public Task CloseAsync(string socket, int linger = 0) => AskAsync("close", ("socket", socket), ("linger", linger));

    /// <summary>The peer falls silent without its connections ending.</summary>
    public void Freeze() => Assert.Equal(0, Kill(process.Id, SigStop));

    public void Thaw() => Assert.Equal(0, Kill(process.Id, SigCont));

    /// <summary>The peer ends without a chance to say so.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
        turn.Dispose();
    }

    private static string? FindWhatIsMissing()
    {
        if (!File.Exists(Python))
        {
            return $"There is no {Python} to run libzmq in.";
        }

        using var import = Process.Start(new ProcessStartInfo(Python, ["-c", "import zmq"]) { RedirectStandardError = true })!;
        import.StandardError.ReadToEnd();
        import.WaitForExit();
        return import.ExitCode == 0 ? null : $"{Python} can't import zmq; Debian's package is python3-zmq.";
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private async Task<JsonElement> AskAsync(string verb, params (string Name, JsonNode Value)[] fields)
    {
        var answer = await RequestAsync(verb, fields);
        Assert.False(answer.TryGetProperty("error", out var error), $"libzmq could not {verb}: {error}");
        return answer;
    }

    private async Task<JsonElement> RequestAsync(string verb, params (string Name, JsonNode Value)[] fields)
    {
        var request = new JsonObject { ["verb"] = verb };
        foreach (var (name, value) in fields)
        {
            request[name] = value;
        }

        await turn.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(request.ToJsonString());
            await process.StandardInput.FlushAsync();
            return await ReadAnswerAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<JsonElement> ReadAnswerAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Within.Twice) ?? throw new InvalidOperationException("The libzmq peer has ended.");
        return JsonSerializer.Deserialize<JsonElement>(line);
    }
}
