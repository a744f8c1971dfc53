using System.CommandLine;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Jobs;

namespace CC.Cli.Commands;

/// <summary>Writes what is loaded as a file.</summary>
internal static class JobExportCommand
{
    public static Command All(Runner runner) => new("export", "prints the jobs of the node as a file that can be loaded again")
    {
        Export(runner, "json", "as ccctl load takes them", (call, jobs) =>
        {
            call.Terminal.WriteLine(JobFile.Write(new JsonObject { ["jobs"] = new JsonArray([.. jobs]) }));
            return ExitCode.Ok;
        }),
        Export(runner, "ini", "as sections of a node's configuration", (call, jobs) =>
        {
            var told = 0;
            var ini = new JobIni(what =>
            {
                told++;
                call.Terminal.Tell(what);
            });
            foreach (var job in jobs)
            {
                ini.Add(job);
            }

            call.Terminal.WriteLine(ini.ToString());
            return told == 0 ? ExitCode.Ok : ExitCode.Failed;
        }),
    };

    private static Command Export(Runner runner, string format, string description, Func<Call, IEnumerable<JsonObject>, ExitCode> write)
    {
        var names = new Argument<string[]>("JOB") { Description = "only these; SESSION. is all of a session", Arity = ArgumentArity.ZeroOrMore };
        return runner.Command(format, description, [names], async call =>
        {
            var jobs = LoadedJob.All(await JobAsk.ResultAsync(call, "list", [])).Where(job => !job.IsDaemon).ToArray();
            var wanted = call.Value(names);
            var unknown = wanted.FirstOrDefault(name => !jobs.Any(job => Means(name, job)));
            return unknown is not null
                ? throw new CommandFailure(ExitCode.Refused, $"JOB {unknown}: the node has no such job; ccctl ps lists those that it has")
                : write(call, jobs.Where(job => wanted.Length == 0 || wanted.Any(name => Means(name, job))).Select(job => job.ToFile()));
        });
    }

    private static bool Means(string name, LoadedJob job) =>
        name.EndsWith('.') ? job.Name.StartsWith(name, StringComparison.Ordinal) : job.Name == JobNames.Full(name);
}
