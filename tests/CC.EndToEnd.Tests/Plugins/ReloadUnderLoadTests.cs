using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CC.Client;
using CC.Client.Control;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Zmtp;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>A plugin is replaced again and again while it is asked all the time. <c>bench</c> has the same a thousand times, with figures.</summary>
public sealed class ReloadUnderLoadTests : PluginTest
{
    private const int Reloads = 30;
    /// <summary>Fewer than the answers that may wait for a connection.</summary>
    private const int Window = 50;

    /// <summary>Answers with the number that it was asked with, and its build.</summary>
    private const string Counting = """
        using System.Text;
        using CC.Sdk;

        [Handler("weather"MODE)]
        public sealed class WeatherHandler(IMessages messages) : IHandler
        {
            public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
            {
                if (message.Body.Length % 7 == 0)
                {
                    await Task.Yield();
                }

                var body = Encoding.UTF8.GetString(message.Body.Span).Replace("weather", "reply").Replace("}", ",\"build\":\"BUILD\"}");
                messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes(body), route: message.Route).Frames);
            }
        }
        """;

    [Theory]
    [InlineData("")]
    [InlineData(", Concurrent = true")]
    public async Task Nothing_is_lost_doubled_or_overtaken_and_no_build_stays(string mode)
    {
        byte[][] builds = [.. new[] { "one", "two" }.Select(build => CompiledSource.Build(Weather, Counting.Replace("MODE", mode).Replace("BUILD", build)))];
        PluginSource.Deploy(Plugins, Weather, builds[0]);
        await using var server = await ServerProcess.StartAsync(Node(plugins: "watch = no"));
        await using var client = new CcClient(server.Endpoint);
        using var stopping = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 3).Select(_ => Task.Run(() => AskSteadilyAsync(server.Endpoint, stopping.Token))).ToArray();

        for (var i = 1; i <= Reloads; i++)
        {
            PluginSource.Deploy(Plugins, Weather, builds[i % 2]);
            Assert.Equal(ControlTypes.Reply, (await RequestAsync(client, ControlTypes.PluginReload, Weather)).Type);
        }

        await stopping.CancelAsync();
        var seen = (await Task.WhenAll(asking)).SelectMany(set => set).ToHashSet();

        Assert.Equal(["one", "two"], seen.Order());
        var plugin = await UntilAsync(client, plugin => plugin.Leaving.Count == 0);
        Assert.Equal((Reloads + 1, Reloads), (plugin.Loads, plugin.Unloaded));
        await StopInOrderAsync(server);
    }

    /// <summary>Asks with as many questions under way as fit the window; each answer must be the next one. Returns the builds that have answered.</summary>
    private static async Task<HashSet<string>> AskSteadilyAsync(string endpoint, CancellationToken stopping)
    {
        var answers = new ConcurrentQueue<(long Number, string Build)>();
        var room = new SemaphoreSlim(Window);
        var socket = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = 0, ReceiveHighWaterMark = 0 }, frames =>
        {
            answers.Enqueue(Read(frames));
            room.Release();
            return default;
        });
        socket.Connect(endpoint);
        var asked = 0L;
        while (!stopping.IsCancellationRequested)
        {
            await room.WaitAsync(ServerProcess.Patience, CancellationToken.None);
            await socket.SendAsync(Message.Create("weather", Encoding.UTF8.GetBytes($$"""{"req":"weather","n":{{asked++}}}""")).Frames, CancellationToken.None);
        }

        await Eventually.TrueAsync(() => answers.Count >= asked, () => $"{answers.Count} of {asked} are answered.");
        await socket.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, (int)asked).Select(number => (long)number), answers.Select(answer => answer.Number));
        return [.. answers.Select(answer => answer.Build)];
    }

    private static (long Number, string Build) Read(Multipart frames)
    {
        using var body = JsonDocument.Parse(frames[2]);
        return (body.RootElement.GetProperty("n").GetInt64(), body.RootElement.GetProperty("build").GetString()!);
    }
}
