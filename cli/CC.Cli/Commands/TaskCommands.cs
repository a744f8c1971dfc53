using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using CC.Cli.CommandLine;
using CC.Cli.Tasks;
using CC.Cli.Views;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli.Commands;

/// <summary>Commands about tasks on other machines.</summary>
internal static class TaskCommands
{
    public static Command All(Runner runner) => new("task", "has tasks run on other machines, by way of a task router")
    {
        Send(runner),
        Watch(runner),
        Status(runner),
        Cancel(runner),
        List(runner),
        Show(runner),
        History(runner),
    };

    private static Command Send(Runner runner)
    {
        var (host, handler) = (Host(), Handler());
        var parameters = new Argument<string[]>("NAME=VALUE") { Description = "the task's parameters", Arity = ArgumentArity.ZeroOrMore };
        var id = new Option<string?>("--id") { Description = "the task's id; sent again with the same one, it is not run again. Without it, a new one", HelpName = "ID" }.NotEmpty();
        var limit = new Option<double?>("--time-limit") { Description = "how many seconds the task may take; without it, as long as its runner allows", HelpName = "SECONDS", CustomParser = Seconds };
        var detach = new Option<bool>("--detach", "-d") { Description = "print the id, and end, as soon as the runner has the task" };
        var file = Out();
        return runner.Command("send", "has a task run, and prints what comes of it until its end. Ctrl-C has it end", [host, handler, parameters, id, limit, detach, file], async call =>
        {
            var task = TaskParameters.Compose(call.Value(host), call.Value(handler), call.Value(id), call.Value(limit), call.Value(parameters));
            var link = call.ConnectForTasks();
            var following = new TaskFollowing(call, link, task.TaskHost, task.TaskId) { Out = call.Value(file), Detaches = call.Value(detach), IsOwn = true };
            return await following.RunAsync(over => link.Tasks.SendAsync(task, over));
        });
    }

    private static Command Watch(Runner runner)
    {
        var (id, host, file) = (Id(), HostOption(), Out());
        return runner.Command("watch", "prints what comes of a task that was sent before, until its end. Ctrl-C leaves it alone", [id, host, file], async call =>
        {
            var link = call.ConnectForTasks();
            var following = new TaskFollowing(call, link, call.Value(host), call.Value(id)) { Out = call.Value(file) };
            return await following.RunAsync(over => link.Tasks.WatchAsync(call.Value(host), call.Value(id), over));
        });
    }

    private static Command Status(Runner runner)
    {
        var (id, host) = (Id(), HostOption());
        return runner.Command("status", "tells how far a task is", [id, host], call =>
            AskAsync(call, (tasks, over) => tasks.StatusAsync(call.Value(host), call.Value(id), call.Limit, over), answer => TaskView.ShowStatus(answer, call.Terminal)));
    }

    private static Command Cancel(Runner runner)
    {
        var (id, host) = (Id(), HostOption());
        return runner.Command("cancel", "has a task end, and waits until it has", [id, host], call => AskAsync(
            call,
            (tasks, over) => tasks.CancelAsync(call.Value(host), call.Value(id), call.GivenLimit ?? TimeSpan.FromSeconds(60), over),
            answer => call.Terminal.Say($"{answer.TaskId} {(answer.Status == TaskStatuses.Stopped ? "was stopped" : $"has {answer.Status} before")}")));
    }

    private static Command List(Runner runner)
    {
        var host = new Argument<string?>("HOST") { Description = "the runner whose tasks are listed; without it, the runners", Arity = ArgumentArity.ZeroOrOne }.NotEmpty();
        return runner.Command("list", "lists the task runners that the router knows, or the tasks of one", [host], call => call.Value(host) is { } name
            ? AskAsync(call, (tasks, over) => tasks.ListAsync(name, call.Limit, over), answer => TaskView.ShowTasks(answer, call.Terminal))
            : AskAsync(call, (tasks, over) => tasks.RunnersAsync(call.Limit, over), answer => TaskView.ShowRunners(answer, call.Terminal)));
    }

    private static Command Show(Runner runner)
    {
        var (host, handler) = (Host(), Handler());
        return runner.Command("show", "tells what a task of a runner does, and which parameters it takes", [host, handler], async call =>
        {
            var answer = await call.ConnectForTasks().AskAsync((tasks, over) => tasks.ListAsync(call.Value(host), call.Limit, over));
            TaskView.ShowTask(answer, call.Value(host), call.Value(handler), call.Terminal, call.Json);
            return ExitCode.Ok;
        });
    }

    private static Command History(Runner runner)
    {
        var host = Host();
        var count = new Option<int>("--count", "-n") { Description = "of how many tasks at most", HelpName = "N", CustomParser = Count };
        return runner.Command("history", "lists the tasks that a runner has run, the newest first", [host, count], call =>
            AskAsync(call, (tasks, over) => tasks.HistoryAsync(call.Value(host), call.Value(count), call.Limit, over), answer => TaskView.ShowHistory(answer, call.Terminal)));
    }

    /// <summary>Asks one thing, and shows the answer.</summary>
    private static async Task<ExitCode> AskAsync(Call call, Func<TaskClient, CancellationToken, Task<TaskUpdate>> ask, Action<TaskUpdate> show)
    {
        var answer = await call.ConnectForTasks().AskAsync(ask);
        if (answer.Status == TaskStatuses.Unknown)
        {
            throw TaskEnd.Failure(ExitCode.Refused, answer with { Text = $"the runner knows nothing of the task {answer.TaskId}; see ccctl task history HOST" });
        }

        if (call.Json)
        {
            call.Terminal.WriteLine(Encoding.UTF8.GetString(answer.Message!.Value.Body.Span));
        }
        else
        {
            show(answer);
        }

        return ExitCode.Ok;
    }

    private static Argument<string> Host() => new Argument<string>("HOST") { Description = "the runner: its local-id, which is its machine's name unless it is told otherwise" }.NotEmpty();

    private static Argument<string> Handler() => new Argument<string>("HANDLER") { Description = "the task's section there, such as cc.task.sample" }.NotEmpty();

    private static Argument<string> Id()
    {
        var id = new Argument<string>("ID") { Description = "the task's id" }.NotEmpty();
        id.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))))
            {
                result.AddError($"ID {result.Tokens[0].Value}: is no task's id: letters, digits, '_' and '-'.");
            }
        });
        return id;
    }

    private static Option<string> HostOption() => new Option<string>("--host") { Description = "its runner; needed if the router was started again meanwhile", HelpName = "HOST", DefaultValueFactory = _ => "" };

    private static Option<string?> Out() => new Option<string?>("--out", "-o") { Description = "save the blobs that come along in this file, one behind the other", HelpName = "FILE" }.NotEmpty();

    private static double? Seconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 31_536_000)
        {
            return seconds;
        }

        result.AddError($"--time-limit {text}: is no number of seconds, more than 0 and at most a year.");
        return null;
    }

    private static int Count(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        result.AddError($"--count {text}: is no whole number from 1.");
        return 0;
    }
}
