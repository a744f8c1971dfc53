using CC.Cli.CommandLine;
using CC.Cli.Import.Pm2;
using CC.Cli.Import.ProcessCompose;
using CC.Cli.Import.Supervisord;

namespace CC.Cli.Import;

/// <summary>Makes jobs of the configuration of another supervisor.</summary>
internal static class Importer
{
    public const string Supervisord = "supervisord";
    public const string Pm2 = "pm2";
    public const string ProcessCompose = "process-compose";

    public static readonly string[] Formats = [Supervisord, Pm2, ProcessCompose];

    /// <summary>The jobs, all of which a supervisor would take, and what has no counterpart, in the order of the lines.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">Whose it is; null to tell by its name and what is in it.</param>
    /// <param name="session">The session of jobs for which it names none; empty for that which they are loaded into.</param>
    /// <param name="environmentName">Of pm2, which <c>env_NAME</c> counts.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <exception cref="CommandFailure">It can't be read, or no jobs can be made of it.</exception>
    public static Imported Read(string file, string? format, string session, string? environmentName, Func<string, string?> environment)
    {
        var content = GivenText.OfFile(file, $"FILE {file}");
        var its = format ?? FormatOf(file, content);
        if (environmentName is not null && its != Pm2)
        {
            throw new CommandFailure(ExitCode.Usage, $"--env {environmentName}: {its} has no env_NAME; leave it out");
        }

        var made = its switch
        {
            Supervisord => SupervisordImport.Read(file, content, session, environment),
            Pm2 => new Pm2Import(session, environmentName).Read(IsJson(file, content) ? JsonSettings.Read(file, content) : YamlSettings.Read(file, content)),
            _ => new ProcessComposeImport(session, environment).Read(YamlSettings.Read(file, content)),
        };
        var imported = made with { Notes = InOrder(file, made.Notes) };
        Require(file, imported);
        return imported;
    }

    private static string FormatOf(string file, string content) => Path.GetExtension(file) switch
    {
        ".conf" or ".ini" => Supervisord,
        ".json" => Pm2,
        ".yaml" or ".yml" => YamlSettings.Read(file, content).Fields.Any(field => field.Key == "apps") ? Pm2 : ProcessCompose,
        ".js" or ".cjs" or ".mjs" => throw new CommandFailure(
            ExitCode.Usage, $"FILE {file}: is a program; have it run, and import what it says: node -p 'JSON.stringify(require(\"{Path.GetFullPath(file)}\"))' > ecosystem.json"),
        _ => throw new CommandFailure(ExitCode.Usage, $"FILE {file}: can't tell by its name whose it is; say it with --format {string.Join(", ", Formats)}"),
    };

    private static bool IsJson(string file, string content) => Path.GetExtension(file) == ".json" || content.AsSpan().TrimStart() is ['{' or '[' or '/', ..];

    /// <summary>Nothing is made of a file with errors, all of which are told.</summary>
    private static void Require(string file, Imported imported)
    {
        string[] wrong = [.. imported.Notes.Where(note => note.IsError).Select(note => note.ToString())];
        if (wrong.Length > 0)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: no jobs are made of it, as there is something wrong with it:\n{string.Join('\n', wrong)}");
        }

        if (imported.Jobs.Count == 0)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: has nothing that a job could be made of");
        }
    }

    private static IReadOnlyList<Note> InOrder(string file, IEnumerable<Note> notes) =>
        [.. notes.Distinct().OrderBy(note => note.File == file ? "" : note.File, StringComparer.Ordinal).ThenBy(note => note.Line)];
}
