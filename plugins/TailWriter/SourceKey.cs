using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>A file on a sender's machine.</summary>
internal readonly record struct SourceKey(string Host, string Filename, ulong Device, ulong Inode)
{
    public static SourceKey Of(LogtailFragment fragment) => new(fragment.Hostname, fragment.Filename, fragment.StDev, fragment.StIno);

    public override string ToString() => $"{Host}:{Filename}";
}
