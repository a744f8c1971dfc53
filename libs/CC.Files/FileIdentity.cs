namespace CC.Files;

/// <summary>Tells one file from another, whatever their names: device and inode, and when the file came into being, since inodes are used again.</summary>
/// <param name="Device">The device, as Unix' <c>st_dev</c>; 0 where the system has none.</param>
/// <param name="Inode">The inode, as Unix' <c>st_ino</c>; elsewhere made of the time of birth.</param>
/// <param name="Birth">When the file was made, in units of 100 ns since 1970, UTC; 0 where the file system does not say.</param>
/// <remarks>Where the birth is known, the device is not compared: its number may be another one after the machine has restarted.</remarks>
public readonly record struct FileIdentity(ulong Device, ulong Inode, long Birth)
{
    /// <inheritdoc/>
    public bool Equals(FileIdentity other) => Inode == other.Inode && Birth == other.Birth && (Birth != 0 || Device == other.Device);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inode, Birth);
}
