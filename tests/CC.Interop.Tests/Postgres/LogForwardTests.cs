using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CC.Sdk.Testing;

namespace CC.Interop.Tests.Postgres;

/// <summary>PostgreSQL's log, as its extension sends it by UDP, becomes rows of a table: two nodes, and a server.</summary>
public sealed class LogForwardTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Table = """
        drop schema if exists log cascade;
        create schema log;
        create table log.entries (nr serial, host text, service text, job text, level text, database text, message text);
        create function log.add(text, text, text, text, text, text) returns void language sql as
            'insert into log.entries (host, service, job, level, database, message) values ($1, $2, $3, $4, $5, $6)';
        """;

    [Theory]
    [InlineData("host")]
    [InlineData("process")]
    public async Task An_entry_of_the_log_becomes_a_row_wherever_the_daemon_runs(string isolation)
    {
        await Server.ExecuteAsync(Table);
        using var folder = new TemporaryFolder();
        await using var central = await ServerProcess.StartAsync(folder.File("central.ini", $"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = remote

            [routes]
            db.watched = h:database

            [h:database]
            handler = dbhandler
            db = {Server.ConnectString}
            allowed-functions = log.add
            worker-threads = 1
            """));
        await using var source = await ServerProcess.StartAsync(folder.File("source.ini", $"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = local
            pidfile = {folder}/%(job_name)s.pid

            [routes]
            log = h:locallog
            job = h:jobmgr
            db = h:forward

            [h:locallog]
            handler = locallogger

            [h:forward]
            handler = proxy
            remote-cc = {central.Endpoint}

            [h:jobmgr]
            handler = jobmgr
            daemons = d:pg_logforward

            [d:pg_logforward]
            module = pg_logforward
            isolation = {isolation}
            listen-port = 0
            plugins = p:logwatch

            [p:logwatch]
            module = cc.daemon.plugins.pg_logforward.example_logwatch
            msg-suffix = watched
            """));
        using var extension = new UdpClient(AddressFamily.InterNetwork);
        extension.Connect("127.0.0.1", PortIn(await source.WaitForLineAsync("listening on 127.0.0.1:")));

        await extension.SendAsync(Entry("20", "0", "bob", "shop", "10.0.0.1", "f", "no table \"it's\"; tschüß"));
        await extension.SendAsync(Entry("19", "0", "eve", "shop", "[local]", "f", "careful"));

        await RowsBecomeAsync(2);
        Assert.Equal(
            $"{Environment.MachineName.ToLowerInvariant()}||postgres_monitoring|ERROR|shop|bob 10.0.0.1: no table \"it's\"; tschüß",
            await Server.ExecuteAsync("select lower(host) || '|' || coalesce(service, '') || '|' || job || '|' || level || '|' || database || '|' || message from log.entries order by nr limit 1"));
        Assert.Equal("WARNING", await Server.ExecuteAsync("select level from log.entries order by nr desc limit 1"));
        Assert.Equal(isolation == "process", source.Output.Any(line => line.Contains("runs in process", StringComparison.Ordinal)));
        Assert.Equal((0, 0), (await source.StopAsync(), await central.StopAsync()));
        Assert.Empty(source.Errors.Concat(central.Errors));
    }

    private async Task RowsBecomeAsync(long count)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (await Server.ExecuteAsync("select count(*) from log.entries") is long rows && rows < count)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static int PortIn(string line) => int.Parse(line[(line.LastIndexOf(':') + 1)..].TakeWhile(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture);

    private static byte[] Entry(params string[] texts) => Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => $"{Encoding.UTF8.GetByteCount(text)}:{text},")));
}
