using CC.Files;

namespace CC.Plugins.TailWriter;

/// <summary>Decides which file a source is stored in. Names come from outside; none leads out of the folder.</summary>
internal sealed class TargetName
{
    private readonly TailWriterOptions options;
    private readonly TargetMask mask;
    private readonly string state;

    public TargetName(TailWriterOptions options)
    {
        this.options = options;
        state = options.PathOfState;
        mask = new TargetMask(options.Dstdir, options.Mask, IsOfState);
    }

    /// <inheritdoc cref="TargetMask.Of"/>
    public string? Of(string hostName, string fileName, string addition = "") => mask.Of(hostName, fileName, addition);

    /// <summary>A path without all that may have been added to it as extension or time: what may be the same file has the same stem.</summary>
    public static string StemOf(string path)
    {
        while (true)
        {
            var stem = RotatedName.PathOf(path) ?? WithoutExtension(path, Codec.Gzip) ?? WithoutExtension(path, Codec.Bzip2);
            if (stem is null)
            {
                return path;
            }

            path = stem;
        }
    }

    /// <summary>How what arrives compressed in some way is stored.</summary>
    public Codec Stored(Codec received) => options.WriteCompressed.Stored(received, options.Codec);

    private static string? WithoutExtension(string path, Codec codec) =>
        path.EndsWith(codec.Extension, StringComparison.Ordinal) ? path[..^codec.Extension.Length] : null;

    /// <summary>The positions are kept in the folder too, and so are the files that go with them.</summary>
    private bool IsOfState(string target) =>
        target.StartsWith(state, StringComparison.Ordinal) && (target.Length == state.Length || target[state.Length] is '.' or '/');
}
