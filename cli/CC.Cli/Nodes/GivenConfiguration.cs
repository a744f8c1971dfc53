using CC.Client.Security;
using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Cli.Nodes;

/// <summary>Reads the configuration that <c>--config</c> names: a node's, or one of the task client of CC 0.8.7.</summary>
internal static class GivenConfiguration
{
    /// <summary>A node's section.</summary>
    public const string Node = "ccserver";

    /// <summary>The task client's.</summary>
    public const string TaskClient = "taskclient";

    /// <exception cref="CommandFailure">It can't be read.</exception>
    public static IniFile Read(string path, List<OptionError> errors) =>
        IniFile.Parse(Text(path), new IniLayout(path, Node, new Dictionary<string, string>(), (section, _, _) => Injected(section, path)), errors);

    /// <summary>What the task client's section says of signatures and encryption; nothing where there is none.</summary>
    /// <exception cref="CommandFailure">It can't be read, or what it says can't be meant.</exception>
    public static CmsOptions SecurityOfTaskClient(string path)
    {
        var errors = new List<OptionError>();
        if (Read(path, errors).Find(TaskClient) is not { } section)
        {
            return new CmsOptions();
        }

        var options = OptionsBinder.Bind<CmsOptions>(section, errors);
        var broken = errors.FindAll(error => error.Section == TaskClient);
        return broken is [] ? options : throw new CommandFailure(ExitCode.Usage, string.Join("; ", broken.Select(error => $"--config {error}")));
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"--config {path}: can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What a node knows of itself without being told.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Injected(string section, string path) =>
    [
        new("job_name", Path.GetFileNameWithoutExtension(path).Replace("%", "%%")),
        new("service_name", section.Replace("%", "%%")),
        new("host_name", Environment.MachineName),
    ];
}
