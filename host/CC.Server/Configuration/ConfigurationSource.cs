using System.Reflection;
using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>Where a configuration comes from, so that it can be read again.</summary>
/// <param name="Name">What errors call it: the path.</param>
/// <param name="JobName">The node's name, unless the file gives one: the file's name without folder and extension.</param>
/// <param name="Overrides">Values of [ccserver] given on the command line.</param>
/// <param name="Read">Reads the text.</param>
internal sealed record ConfigurationSource(string Name, string JobName, IReadOnlyDictionary<string, string> Overrides, Func<string> Read)
{
    public static ConfigurationSource File(string path, IReadOnlyDictionary<string, string> overrides) =>
        new(path, Path.GetFileNameWithoutExtension(path), overrides, () => ReadFile(path));

    /// <summary>The file that the command line names.</summary>
    /// <exception cref="ConfigurationException">It names none.</exception>
    public static ConfigurationSource Named(string? path, IReadOnlyDictionary<string, string> overrides) =>
        File(path ?? throw new ConfigurationException([new OptionError("the command line", "", "", null, "names no configuration, which this needs: ccserver OPTION INI")]), overrides);

    /// <summary>The same as it reads now, whatever becomes of the file.</summary>
    /// <exception cref="ConfigurationException">The file can't be read.</exception>
    public ConfigurationSource Now()
    {
        var text = Read();
        return this with { Read = () => text };
    }

    /// <summary>The text of a configuration that is part of the server.</summary>
    public static string Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string ReadFile(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new OptionError(path, "", "", null, $"can't be read: {failure.Message}")]);
        }
    }
}
