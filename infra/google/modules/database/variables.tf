variable "name" {
  description = "The name of the instance. A name that was used cannot be used again for a week."
  type        = string
}

variable "region" {
  description = "The region of the instance and its backups."
  type        = string
}

variable "network" {
  description = "The network of the private address."
  type        = string
}

variable "tier" {
  description = "The machine: db-f1-micro, db-g1-small, or db-custom-CPUS-MEGABYTES."
  type        = string
}

variable "highly_available" {
  description = "Whether a second machine in another zone takes over when the first fails. Costs twice as much."
  type        = bool
}

variable "disk_limit_gb" {
  description = "The maximum size to which the disk grows automatically, in GB."
  type        = number
  default     = 100
}

variable "backups" {
  description = "The number of daily backups that are kept."
  type        = number
  default     = 14
}

variable "protect" {
  description = "Whether the instance is protected from deletion."
  type        = bool
}

variable "password_version" {
  description = "Increase this to generate a new password for the user and the connection string."
  type        = number
  default     = 1
}

variable "ca_file" {
  description = "The path at which the certificate of the certificate authority is mounted."
  type        = string
}
