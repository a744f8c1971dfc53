namespace CC.Sdk.Tests.Contracts;

/// <summary>Plugins that do nearly what the bad ones do, but keep the contract: what is found in those is no accident.</summary>
public sealed class GoodPluginTests
{
    private const string Handler = """
        public sealed class Settings { public int Limit { get; init; } = 1; }

        [Handler("small")]
        public sealed class Small(Settings settings, IMessages messages) : IHandler, IDisposable
        {
            public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
            {
                await Task.Yield();
                throw new MessageException(MessageFault.NotForHandler, $"no use for {message.Type}, {settings.Limit}, {messages}");
            }

            public void Dispose() { }
        }
        """;

    private const string Daemon = """
        [Daemon("small")]
        public sealed class Small : IDaemon
        {
            public async Task RunAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
        """;

    private const string BlockingDaemon = """
        [Daemon("small")]
        public sealed class Small : IDaemon
        {
            public Task RunAsync(CancellationToken cancellationToken)
            {
                cancellationToken.WaitHandle.WaitOne();
                return Task.CompletedTask;
            }
        }
        """;

    public static MatrixTheoryData<string, string> Rules => new([Handler, Daemon, BlockingDaemon], SmallPlugin.Rules);

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Keeps_each_rule(string source, string rule)
    {
        using var plugin = new SmallPlugin(source, source == Handler ? "[h:small]\nhandler = small\nlimit = 2" : "[d:small]\nmodule = small");

        await plugin.CheckAsync(rule);
    }
}
