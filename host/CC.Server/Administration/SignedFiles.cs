using CC.Loading;
using CC.Server.Plugins;

namespace CC.Server.Administration;

/// <summary>The signatures of a plugin's files, as they are on the disk.</summary>
internal static class SignedFiles
{
    private const string Signature = ".p7s";

    private static readonly string[] Code = [".dll", ".so", ".dylib"];

    /// <summary>What each signature is worth that is there, or would be asked for when the plugin is loaded.</summary>
    /// <param name="options">The section [plugins].</param>
    /// <param name="main">The main assembly.</param>
    public static IReadOnlyList<(string File, string Verdict, string Text)> Examine(PluginOptions options, string main)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(main))!;
        return [.. Needed(main, folder).Union(Signed(folder)).Order(StringComparer.Ordinal).Select(file => Examine(options, folder, file))];
    }

    /// <summary>What one file's signature is worth, in a word, and in a sentence.</summary>
    public static (string Verdict, string Text) Verdict(PluginOptions options, string path)
    {
        try
        {
            return PluginTrust.Verdict(options, path, File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return ("missing", $"{path} is not there");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ("invalid", $"{path} can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    private static (string File, string Verdict, string Text) Examine(PluginOptions options, string folder, string file)
    {
        var (verdict, text) = Verdict(options, Path.Combine(folder, file));
        return (file, verdict, text);
    }

    /// <summary>The assemblies that the plugin refers to, and what a library's name could lead to on this platform.</summary>
    private static IEnumerable<string> Needed(string main, string folder)
    {
        var references = new PluginReferences(main, Contract.Assemblies);
        var libraries = FolderContent.Files(folder).Where(file => Code.Contains(Path.GetExtension(file)) && references.LocateNative(Path.GetFileName(file)) == Path.Combine(folder, file));
        return Assemblies(references).Select(file => Path.GetRelativePath(folder, file)).Union(libraries);
    }

    private static IReadOnlyList<string> Assemblies(PluginReferences references)
    {
        try
        {
            return references.Own();
        }
        catch (Exception broken) when (broken is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return []; // It differs from what is loaded, and is among the libraries, too.
        }
    }

    /// <summary>The files beside the signatures, whether or not they are still there.</summary>
    private static IEnumerable<string> Signed(string folder) =>
        FolderContent.Files(folder).Where(file => file.EndsWith(Signature, StringComparison.Ordinal)).Select(file => file[..^Signature.Length]);
}
