using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CC.Client;
using CC.Client.Control;
using CC.Client.Tasks;
using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>
/// A node with every handler and every daemon that is shipped, and somebody who sends each of them what it can't use: it is counted, answered where there is somebody to answer, and nothing else comes of
/// it. The rows of the table in docs/errors.md, "Bad input, by who gets it"; the tests of each component have more of each kind.
/// </summary>
public sealed class BadInputTests : HostTest
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("[", 10_000));

    /// <summary>What is counted as invalid, by the handler that gets it and the fault, and answered by nobody.</summary>
    private static readonly (string Type, string Body, string Fault)[] Invalid =
    [
        ("echo.request", """{"req":"echo.request","time":1.5,"hostname":"h"}""", "bad-field"),
        ("echo.request", """{"req":"echo.request","target":"T","hostname":"h"}""", "bad-field"),
        ("echo.request", """{"req":"echo.request","target":7,"time":1.5,"hostname":"h"}""", "bad-body"),
        ("echo.request", Deep, "bad-body"),
        ("echo.request", """{"req":"echo.other","target":"T","time":1.5,"hostname":"h"}""", "wrong-req"),
        ("echo.nothing", """{"req":"echo.nothing"}""", "not-for-handler"),
        ("log.info", """{"req":"log.info","log_level":"INFO","log_msg":"m","log_time":1.5,"hostname":"h"}""", "bad-field"),
        ("log.info", """{"req":"log.info","log_level":"INFO","job_name":"j","log_time":1.5,"hostname":"h"}""", "bad-field"),
        ("log.info", """{"req":"log.info","log_level":"INFO","job_name":"j","log_msg":"m","log_time":1e99,"hostname":"h"}""", "bad-field"),
        ("pub.logtail", """{"req":"pub.logtail","filename":"f","fpos":-1,"st_dev":1,"st_ino":1,"hostname":"h","data":"eA=="}""", "bad-field"),
        ("pub.logtail", """{"req":"pub.logtail","filename":"../../evil","fpos":"0","st_dev":1,"st_ino":1,"hostname":"h"}""", "bad-body"),
        ("pub.logtail", """{"req":"pub.logtail","filename":"evil","fpos":0,"st_dev":1,"st_ino":1,"hostname":"..","data":"eA=="}""", "bad-field"),
        ("pub.infofile", """{"req":"pub.infofile","filename":"f","hostname":"h","data":"eA=="}""", "bad-field"),
        ("pub.infofile", """{"req":"pub.infofile","filename":"evil","mtime":1.5,"hostname":"..","data":"eA=="}""", "bad-field"),
        ("task.register", """{"req":"task.register","host":""}""", "bad-field"),
        ("task.nothing.t", """{"req":"task.nothing.t"}""", "not-for-handler"),
        ("job.nothing", """{"req":"job.nothing"}""", "not-for-handler"),
    ];

    /// <summary>What is answered by an error, by its code. All but the node's own count as invalid.</summary>
    private static readonly (string Type, string Body, string Code)[] Answered =
    [
        ("plugin.info", """{"req":"plugin.info"}""", ControlErrors.BadRequest),
        ("plugin.info", """{"req":"plugin.info","name":7}""", ControlErrors.BadRequest),
        ("plugin.info", """{"req":"plugin.info","name":"none"}""", "unknown"),
        ("cc.nothing", """{"req":"cc.nothing"}""", ControlErrors.BadRequest),
        ("cc.ping", Deep, ControlErrors.BadRequest),
        ("event.subscribe", """{"req":"event.subscribe","prefix":"a..b"}""", ControlErrors.BadRequest),
        ("files.hash", """{"req":"files.hash","filename":"/etc/passwd","begin":0,"end":5}""", "unknown"),
        ("db.x", """{"req":"db.x","function":"drop_all","params":"[]"}""", "not-allowed"),
        ("db.x", """{"req":"db.x","function":"add","params":"no JSON"}""", "bad-request"),
        ("db.x", """{"req":"db.x","params":"[]"}""", "bad-request"),
        ("task.send.t", """{"req":"task.send.t","task_host":"nowhere","task_handler":"x","task_id":"t"}""", "no-route"),
        ("task.send.t", """{"req":"task.send.t","task_host":"here","task_handler":"x","task_id":"other"}""", "bad-request"),
        ("task.send", """{"req":"task.send","task_host":"here","task_handler":"x","task_id":"t"}""", "bad-request"),
        ("task.send.t", "no JSON", "bad-request"),
        ("job.config", """{"req":"job.config","job_name":"d:none"}""", "unknown"),
        ("job.ping", """{"req":"job.ping","job_name":"../../etc/passwd"}""", "unknown"),
    ];

    /// <summary>Tasks that are refused, by their section and parameters, and a part of what is said.</summary>
    private static readonly (string Section, string Parameters, string Why)[] Refused =
    [
        ("cc.task.nonexist", "{}", "there is no task"),
        ("ccserver", "{}", "there is no task"),
        ("cc.task.exec", """{"cmd":"rm"}""", "is not allowed"),
        ("cc.task.exec", "{}", "cmd"),
        ("cc.task.exec", """{"cmd":"say","text":"a\nb"}""", "control characters"),
        ("cc.task.fetch", """{"path":"../../../../etc/passwd"}""", "is no file below"),
        ("cc.task.fetch", """{"path":"/etc/passwd"}""", "is no file below"),
        ("cc.task.fetch", "{}", "path"),
        ("cc.task.fetch", """{"path":"none"}""", "is no file below"),
    ];

    /// <summary>Frames that the node's socket can't use, by the fault.</summary>
    private static readonly (string[] Frames, string Fault)[] Unusable =
    [
        (["no delimiter"], "no-delimiter"), (["id", ""], "no-type"), (["", "no type", "{}"], "bad-type"), (["", "a..b", "{}"], "bad-type"), (["", "echo.request"], "no-body"),
    ];

    [Fact]
    public async Task Each_handler_and_daemon_counts_it_answers_whom_it_can_and_goes_on()
    {
        Folder.Folder("files");
        Folder.Folder("fetch");
        Folder.File("secret", "not to be had\n");
        var udp = FreePort.Find(2);
        await using var server = await ServerProcess.StartAsync(Everything(udp));
        await using var client = new CcClient(server.Endpoint);
        await using var stranger = new Stranger(server.Endpoint);
        await server.WaitForLineAsync("runs tasks as here");
        await BecomesAsync(client, "task.register", 1);
        var before = Files();

        await SendDatagramsAsync(udp);
        foreach (var (frames, _) in Unusable)
        {
            await stranger.SendAsync(frames);
        }

        foreach (var (type, body, _) in Invalid)
        {
            await stranger.SendAsync("", type, body, "");
        }

        foreach (var (type, body, code) in Answered)
        {
            Assert.Equal((type, body, code), (type, body, await ErrorOfAsync(client, type, body)));
        }

        foreach (var (index, (section, parameters, why)) in Refused.Index())
        {
            Assert.Contains(why, await RefusalOfAsync(client, $"r{index}", section, parameters));
        }

        // Pieces that can't be unpacked, a reply that nobody waits for, and what handlers don't look into.
        await stranger.SendAsync("", "pub.logtail", """{"req":"pub.logtail","filename":"f","fpos":0,"st_dev":1,"st_ino":1,"hostname":"h","comp":"gzip","data":"eA=="}""");
        await stranger.SendAsync("", "pub.infofile", """{"req":"pub.infofile","filename":"f","mtime":1.5,"hostname":"h","comp":"gzip","data":"eA=="}""");
        await stranger.SendAsync("", "task.reply.nobody", """{"req":"task.reply.nobody","task_id":"nobody","status":"finished"}""");
        await stranger.SendAsync("", "log.info", """{"req":"log.info","word":"without a level\u001b[2J\n"}""");
        foreach (var type in new[] { "dis.x", "flt.x", "del.x", "fwd.x" })
        {
            await stranger.SendAsync("", type, Deep);
        }

        foreach (var (counter, count) in Expected())
        {
            await BecomesAsync(client, counter, count);
        }

        await PingAsync(client);
        var counters = await CountersAsync(client);
        Assert.Equal(Expected(), Expected().ToDictionary(counter => counter.Key, counter => counters.GetValueOrDefault(counter.Key)));
        Assert.Equal(0, counters.GetValueOrDefault("count.crashed"));
        Assert.DoesNotContain(server.Output, line => line.Contains('\u001b', StringComparison.Ordinal));
        Assert.Equal(before, Files());
        Assert.Equal(0, await server.StopAsync());
        Assert.All(server.Errors, line => Assert.Contains("d:infoscript", line, StringComparison.Ordinal)); // Its command fails.
    }

    private static Dictionary<string, double> Expected()
    {
        string[] ofAnswered = ["bad-field", "bad-field", "bad-body", "bad-body", "bad-body"]; // Of calls of the database and tasks.
        var faults = Invalid.Select(item => item.Fault).Concat(Unusable.Select(item => item.Fault)).Concat(ofAnswered).CountBy(fault => fault).ToDictionary(fault => $"count.invalid.{fault.Key}", fault => (double)fault.Value);
        return new Dictionary<string, double>(faults)
        {
            ["count.invalid"] = faults.Values.Sum(),
            ["refused_names"] = 2,
            ["tasks.refused"] = 2,
            ["infoscript.fails"] = 1,
            ["count.dropped.bad-data"] = 2,
            ["count.dropped.no-client"] = 1,
            ["count.dropped.bad-datagram"] = 9,
            ["disposed_count"] = 3,
        };
    }

    /// <summary>Datagrams that are no entries, are cut off, or are nested too deep.</summary>
    private static async Task SendDatagramsAsync(int port)
    {
        using var udp = new UdpClient();
        foreach (var text in new[] { "", "2:20", "9999:x", "2:20,1:0,", Nested(1000) })
        {
            await udp.SendAsync(Encoding.UTF8.GetBytes(text), "127.0.0.1", port);
        }

        foreach (var text in new[] { "", "{", "{}", """{"level":"LOUD","message":"m"}""", Deep[..5000] })
        {
            await udp.SendAsync(Encoding.UTF8.GetBytes(text), "127.0.0.1", port + 1);
        }
    }

    private static string Nested(int depth) => depth == 0 ? "" : Enumerable.Range(0, depth).Aggregate("", (inner, _) => inner.Length > 8000 ? inner : $"{inner.Length}:{inner}]");

    private static async Task<string> ErrorOfAsync(CcClient client, string type, string body)
    {
        var answer = await client.RequestAsync(Message.Create(type, Encoding.UTF8.GetBytes(body)), ServerProcess.Patience);
        return answer.Type == ControlTypes.Error ? CcClient.Open(answer, ControlJson.Default.ErrorReply).Code! : answer.Type;
    }

    /// <summary>Sends a task, which must fail as refused, and returns what is said.</summary>
    private static async Task<string> RefusalOfAsync(CcClient client, string id, string section, string parameters)
    {
        var last = await new TaskClient(client).SendAsync(
            new() { Req = $"task.send.{id}", TaskHost = "here", TaskHandler = section, TaskId = id, Parameters = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(parameters) },
            TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken);
        Assert.Equal((TaskStatuses.Failed, "refused"), (last.Status, last.Feedback!.Value.GetProperty("reason").GetString()));
        return last.Feedback.Value.GetProperty("msg").GetString()!;
    }

    private static async Task<IReadOnlyDictionary<string, double>> CountersAsync(CcClient client)
    {
        var answer = await client.RequestAsync(client.Compose(new ControlRequest { Req = ControlTypes.Stats }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
        return CcClient.Open(answer, ControlJson.Default.NodeCounters).Counters;
    }

    private static async Task BecomesAsync(CcClient client, string counter, double least)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while ((await CountersAsync(client)).GetValueOrDefault(counter) < least)
        {
            Assert.False(patience.IsCancellationRequested, $"{counter} does not become {least}: {string.Join(", ", await CountersAsync(client))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>All files near the node's own but those that it keeps for itself.</summary>
    private string[] Files() =>
        [.. Directory.GetFiles(Folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Where(IsOfStrangers).Order(StringComparer.Ordinal)];

    private static bool IsOfStrangers(string path) => !Path.GetFileName(path).StartsWith('.') && Path.GetExtension(path) is not (".save" or ".tasks" or ".lock" or ".pid");

    private string Everything(int udp) => Ini(
        main: $"pidfile = {Folder}/%(job_name)s.pid",
        routes: "log = h:log\njob = h:jobmgr\ntask = h:taskrouter\ndb = h:db\npub.logtail = h:tailwriter\npub.infofile = h:infowriter\ndis = h:dispose\nflt = h:filter\ndel = h:delay\nfwd = h:proxy",
        sections: $$"""
            [h:log]
            handler = locallogger
            [h:dispose]
            handler = disposer
            [h:filter]
            handler = filter
            forward-to = h:dispose
            [h:delay]
            handler = delay
            forward-to = h:dispose
            [h:proxy]
            handler = proxy
            remote-cc = tcp://127.0.0.1:{{FreePort.Find()}}
            [h:taskrouter]
            handler = taskrouter
            [h:db]
            handler = dbhandler
            db = host=127.0.0.1 port=1 user=nobody
            allowed-functions = add
            [h:tailwriter]
            handler = tailwriter
            dstdir = {{Folder["copies/logs"]}}
            host-subdirs = yes
            [h:infowriter]
            handler = infowriter
            dstdir = {{Folder["copies/infos"]}}
            host-subdirs = yes

            [h:jobmgr]
            handler = jobmgr
            daemons = d:logtail, d:infosender, d:infoscript, d:pg, d:skylog, d:taskrunner
            [d:logtail]
            module = logtail
            logdir = {{Folder["files"]}}
            logmask = *.log
            [d:infosender]
            module = infosender
            infodir = {{Folder["files"]}}
            infomask = *
            [d:infoscript]
            module = infoscript
            info-script = exit 1
            info-name = none
            info-period = 1000
            [d:pg]
            module = pg_logforward
            listen-port = {{udp}}
            plugins = p:logwatch
            [p:logwatch]
            module = example_logwatch
            [d:skylog]
            module = skylog
            listen-port = {{udp + 1}}
            [d:taskrunner]
            module = taskrunner
            local-id = here
            [cc.task.exec]
            allow =
                say: /bin/echo {text}
            [cc.task.fetch]
            folders = {{Folder["fetch"]}}
            """,
        role: "insecure");
}
