using System.CommandLine;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Import;
using CC.Cli.Jobs;

namespace CC.Cli.Commands;

/// <summary>Takes jobs over from other supervisors.</summary>
internal static class JobImportCommand
{
    public static Command All(Runner runner) => new("jobs", "takes jobs over from other supervisors, and names sessions; ps lists jobs") { Import(runner), Sessions(runner) };

    private static Command Sessions(Runner runner) => runner.Command("sessions", "names the sessions that have jobs", [], call => JobAsk.RunAsync(call, "sessions", [], (result, terminal) =>
    {
        foreach (var session in result.GetProperty("sessions").EnumerateArray())
        {
            terminal.Say(session.GetString()!);
        }
    }));

    private static Command Import(Runner runner)
    {
        var file = new Argument<string>("FILE") { Description = "supervisord.conf, ecosystem.json of pm2, or process-compose.yaml" }.NotEmpty();
        var format = new Option<string?>("--format") { Description = "whose file it is; told by its name unless given", HelpName = string.Join('|', Importer.Formats) };
        format.AcceptOnlyFromAmong(Importer.Formats);
        var load = new Option<bool>("--load") { Description = "have the node load the jobs, in place of printing them" };
        var strict = new Option<bool>("--strict") { Description = "end with an error if a setting has no counterpart" };
        var session = new Option<string?>("--session") { Description = "the session of jobs for which the file names none", HelpName = "SESSION" };
        var env = new Option<string?>("--env") { Description = "of pm2, the env_NAME that counts besides env", HelpName = "NAME" };
        return runner.Command("import", "makes a file for ccctl load of the configuration of supervisord, pm2 or process-compose", [file, format, load, strict, session, env], async call =>
        {
            var imported = Importer.Read(call.Value(file), call.Value(format), call.Value(session) ?? "", call.Value(env), call.Environment);
            foreach (var note in imported.Notes)
            {
                call.Terminal.Tell(note.ToString());
            }

            if (call.Value(strict) && imported.Notes.Count > 0)
            {
                throw new CommandFailure(ExitCode.Usage, $"FILE {call.Value(file)}: {imported.Notes.Count} of its settings have no counterpart that does quite the same; change them, or do without --strict");
            }

            var jobs = new JsonObject { ["jobs"] = new JsonArray([.. imported.Jobs]) };
            if (call.Value(load))
            {
                await JobLoading.RunAsync(call, JobFile.Jobs(call.Value(file), jobs, JobLoading.DefaultSession), start: null);
            }
            else
            {
                call.Terminal.WriteLine(JobFile.Write(jobs));
            }

            return ExitCode.Ok;
        });
    }
}
