using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>A component that carries files.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Carrier">The component; null if it can't be asked from here.</param>
internal readonly record struct SeenCarrier(string Section, IFileCarrier? Carrier);
