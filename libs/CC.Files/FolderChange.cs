namespace CC.Files;

/// <summary>What has happened in folders.</summary>
[Flags]
public enum FolderChange
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Something was written to files, or their attributes changed.</summary>
    Content = 1,

    /// <summary>Files came, went or were renamed, or a folder itself did.</summary>
    Names = 2,
}
