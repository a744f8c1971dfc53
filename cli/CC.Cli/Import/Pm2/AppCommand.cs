using CC.Programs;

namespace CC.Cli.Import.Pm2;

/// <summary>What an app of pm2 runs: its script, by the interpreter that is named or that its name tells of.</summary>
internal static class AppCommand
{
    private const string NoInterpreter = "none";

    /// <summary>As pm2 has them.</summary>
    private static readonly Dictionary<string, string> Interpreters = new()
    {
        [".js"] = "node",
        [".cjs"] = "node",
        [".mjs"] = "node",
        [".ts"] = "bun",
        [".tsx"] = "bun",
        [".sh"] = "bash",
        [".py"] = "python",
        [".rb"] = "ruby",
        [".php"] = "php",
        [".pl"] = "perl",
    };

    /// <param name="job">The job.</param>
    /// <param name="fields">The app.</param>
    /// <param name="script">Its script.</param>
    /// <param name="folder">Where it is started.</param>
    public static void Set(JobDraft job, Fields fields, string script, string folder)
    {
        var given = fields.Text(fields.Of("interpreter", "exec_interpreter"));
        var options = Words(fields, fields.Of("interpreter_args", "node_args"));
        var arguments = Words(fields, "args");
        if (script.Contains(' '))
        {
            job.SetCommand("bash", ["-c", script, .. arguments]);
            return;
        }

        var interpreter = given ?? Interpreters.GetValueOrDefault(Path.GetExtension(script)) ?? NoInterpreter;
        if (interpreter == NoInterpreter)
        {
            job.SetCommand(!script.Contains('/') && File.Exists(Path.Combine(folder, script)) ? $"./{script}" : script, arguments);
        }
        else
        {
            job.SetCommand(interpreter, [.. options, script, .. arguments]);
        }
    }

    private static IReadOnlyList<string> Words(Fields fields, string name)
    {
        try
        {
            return fields.Take(name) is { Kind: SettingKind.Text } line ? CommandWords.Split(line.Text) : fields.Texts(name) ?? [];
        }
        catch (FormatException wrong)
        {
            fields.Tell(name, $"can't be split, and is left out: {wrong.Message}");
            return [];
        }
    }
}
