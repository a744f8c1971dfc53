namespace CC.Sdk;

/// <summary>Names one content of one file the same way at both ends.</summary>
/// <param name="HostName">The machine that the file comes from; who carries it from here may leave it empty.</param>
/// <param name="FileName">Its path there.</param>
/// <param name="Device">Its device there.</param>
/// <param name="Inode">Its inode there.</param>
/// <param name="Generation">Which of its contents; empty where that is not known.</param>
public sealed record CarriedFileName(string HostName, string FileName, ulong Device, ulong Inode, string Generation);
