using System.CommandLine;
using CC.Bench.Author;
using CC.Bench.Cli;
using CC.Bench.Cms;
using CC.Bench.Dispatch;
using CC.Bench.Echo;
using CC.Bench.Hop;
using CC.Bench.Idle;
using CC.Bench.Jobs;
using CC.Bench.Load;
using CC.Bench.Logs;
using CC.Bench.Original;
using CC.Bench.Reload;

// Measurements, each beside its peer in one run. The verbs at the end are the processes that the others start.
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "rounds, of which the medians are shown" };
var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 1_000_000, Description = "messages of a round" };
var sizes = new Option<int[]>("--sizes") { DefaultValueFactory = _ => [100, 1000], Description = "octets of a message", AllowMultipleArgumentsPerToken = true };
var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 30_000, Description = "requests of a round, one after the other" };
var lines = new Option<int>("--lines") { DefaultValueFactory = _ => 2_000_000, Description = "lines of 100 octets" };
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 20, Description = "how long to watch" };
var minute = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "how long" };
var restarts = new Option<int>("--restarts") { DefaultValueFactory = _ => 100_000, Description = "how often it is started again" };
var reloads = new Option<int>("--reloads") { DefaultValueFactory = _ => 1000, Description = "how often to replace the plugin" };
var rate = new Option<int>("--rate") { DefaultValueFactory = _ => 20_000, Description = "messages a second meanwhile" };
var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 20, Description = "new processes, of which the median is shown" };
var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "only loads whose names begin so" };
var endpoint = new Argument<string>("endpoint");
var count = new Argument<int>("count");
var size = new Argument<int>("size");

var root = new RootCommand("Measures CC beside its peers; bench/README.md has the figures.")
{
    Verb("hop", "one hop through ccserver's proxy, beside libzmq's zmq_proxy", [messages, rounds, sizes], parsed => HopBenchmark.RunAsync(parsed.GetValue(messages), parsed.GetValue(rounds), parsed.GetValue(sizes)!)),
    Verb("echo", "a round trip to ccserver's echo, beside a bare libzmq ROUTER's", [requests, rounds], parsed => EchoBenchmark.RunAsync(parsed.GetValue(requests), parsed.GetValue(rounds))),
    Verb("logs", "log lines carried from node to node, beside rsyslog", [lines, rounds], parsed => LogsBenchmark.RunAsync(parsed.GetValue(lines), parsed.GetValue(rounds))),
    Verb("idle", "memory and processor time of a node that has nothing to do", [seconds], parsed => IdleBenchmark.RunAsync(parsed.GetValue(seconds))),
    Verb("dispatch", "time and allocation of routing one message through disposer", [rounds], parsed => DispatchBenchmark.RunAsync(parsed.GetValue(rounds))),
    Verb("reload", "a handler's DLL replaced again and again under load", [reloads, rate], parsed => ReloadBenchmark.RunAsync(parsed.GetValue(reloads), parsed.GetValue(rate))),
    Verb("ccctl", "how long the command line takes to answer, each time a new process", [runs], parsed => CliBenchmark.RunAsync(parsed.GetValue(runs))),
    Verb("cms", "signing and verifying messages on one core, beside openssl speed", [rounds], parsed => CmsBenchmark.RunAsync(parsed.GetValue(rounds))),
    Verb("author", "from dotnet new to the first message that the plugin handles", [rounds], parsed => AuthorBenchmark.RunAsync(parsed.GetValue(rounds))),
    Verb("jobs", "processes under supervision, beside supervisord, pm2 and runit", [seconds], parsed => JobsBenchmark.RunAsync(parsed.GetValue(seconds))),
    Verb("jobs-conflict", "clients that have one supervisor do what contradicts each other", [minute], parsed => ConflictBenchmark.RunAsync(parsed.GetValue(minute))),
    Verb("jobs-restarts", "a child that is started again and again, and what is left of it", [restarts], parsed => RestartsBenchmark.RunAsync(parsed.GetValue(restarts))),
    Verb("original", "the loads that CC 0.8.7 was measured with, beside its figures", [rounds, only], parsed => OriginalBenchmark.RunAsync(parsed.GetValue(rounds), parsed.GetValue(only)!)),
    Verb("sink", "counts messages", [], _ => Sink.RunAsync()),
    Verb("generate", "sends messages", [endpoint, count, size], parsed => Generator.SendAsync(parsed.GetValue(endpoint)!, parsed.GetValue(count), parsed.GetValue(size))),
    Verb("generate-libzmq", "sends messages with libzmq", [endpoint, count, size], parsed =>
    {
        Generator.SendWithLibZmq(parsed.GetValue(endpoint)!, parsed.GetValue(count), parsed.GetValue(size));
        return Task.CompletedTask;
    }),
    Verb("echo-libzmq", "a bare libzmq ROUTER that sends back what it gets", [endpoint], parsed => LibZmqEcho.RunAsync(parsed.GetValue(endpoint)!)),
};
var ended = await root.Parse(args).InvokeAsync();
return ended == 0 ? Environment.ExitCode : ended;

static Command Verb(string name, string description, Symbol[] symbols, Func<ParseResult, Task> run)
{
    var command = new Command(name, description);
    foreach (var symbol in symbols)
    {
        if (symbol is Option option)
        {
            command.Options.Add(option);
        }
        else
        {
            command.Arguments.Add((Argument)symbol);
        }
    }

    command.SetAction(run);
    return command;
}
