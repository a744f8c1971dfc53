namespace CC.Plugins.Specimen;

/// <summary>How a specimen speaks.</summary>
public enum SpecimenMode
{
    Plain,
    InCapitals,
}
